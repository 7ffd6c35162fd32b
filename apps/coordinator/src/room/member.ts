// One volunteer of a run: who it is, and what it does now.

import type { Pace, RobotKind, RosterEntry } from "@spikefed/protocol";

import type { Identity } from "../store/identities.ts";
import type { Link } from "./link.ts";

export interface Member extends Identity {
  samples: number;
  /** Null while it is away. */
  link: Link | null;
  state: RosterEntry["state"];
  /** The log says that it is here. */
  isNoted: boolean;
  /** Leaves when its work of the open round is counted. */
  leaving: boolean;
  round: number | null;
  /** Pictures that it is asked for in the open round, where that is fewer than it has. */
  work: number | null;
  progress: number | null;
  imagesPerSecond: number | null;
  loss: number | null;
  /** Rounds in which its update was counted. */
  helped: number;
  hidden: boolean;
  pace: Pace;
  /** Since when it is away or asleep, by the coordinator's clock; null: it is neither. */
  quietSinceMs: number | null;
  trouble: string | null;
  /** Round in which the log told that its device began anew: once a round; null: never. */
  restartedIn: number | null;
  waves: number;
  /** Ends the wait for its return. */
  stopWaiting: (() => void) | null;
}

export function makeMember(identity: Identity, samples: number): Member {
  return {
    ...identity,
    samples,
    link: null,
    state: "away",
    isNoted: false,
    leaving: false,
    round: null,
    work: null,
    progress: null,
    imagesPerSecond: null,
    loss: null,
    helped: 0,
    ...{ hidden: false, pace: "full", quietSinceMs: null, trouble: null, waves: 0 },
    ...{ restartedIn: null },
    stopWaiting: null,
  };
}

/** Whether a round may count on it. */
export function isAvailable(member: Member): boolean {
  const { link, state, leaving } = member;
  return link !== null && !leaving && state !== "paused" && state !== "asleep" && state !== "left";
}

const quiet: readonly Member["state"][] = ["asleep", "away", "closed"];

/** What it does from now on. */
export function setState(member: Member, state: Member["state"], nowMs: number): void {
  const since = quiet.includes(state) ? (member.quietSinceMs ?? nowMs) : null;
  Object.assign(member, { state, quietSinceMs: since });
}

export interface RosterMoment {
  /** What a robot does; null: it is none. */
  robot: RobotKind | null;
  nowMs: number;
}

export function rosterEntry(member: Member, { robot, nowMs }: RosterMoment): RosterEntry {
  const { quietSinceMs } = member;
  // Without spreads: a crowd's roster is made of a thousand of these at each change.
  return {
    client: member.client,
    name: member.name,
    robot,
    device: member.device,
    online: member.link !== null,
    state: member.state,
    round: member.round,
    progress: member.progress,
    imagesPerSecond: member.imagesPerSecond,
    samples: member.samples,
    work: member.work,
    loss: member.loss,
    helped: member.helped,
    hidden: member.hidden,
    pace: member.pace,
    quietMs: quietSinceMs === null ? null : Math.max(0, nowMs - quietSinceMs),
    trouble: member.trouble,
    waves: member.waves,
  };
}

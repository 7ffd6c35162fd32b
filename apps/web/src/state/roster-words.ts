// The rows of the host's table: the state of every volunteer in words.

import type { Device, RosterEntry } from "@spikefed/protocol";
import { executorName, kindName } from "./device-words.ts";
import { lossText, percent, speed } from "./format.ts";

const stateNames: Record<RosterEntry["state"], string> = {
  loading: "loading",
  ready: "ready",
  training: "training",
  sending: "sending",
  sent: "sent",
  paused: "paused",
  asleep: "asleep",
  away: "away",
  left: "left",
};

export function stateWords({ state, online, progress }: RosterEntry): string {
  if (!online && state !== "left") return "away";
  if (state === "training" && progress !== null) return `training, ${percent(progress, 0)}`;
  return stateNames[state];
}

export interface RosterRow {
  client: number;
  name: string;
  device: string;
  state: string;
  round: string;
  speed: string;
  pictures: string;
  loss: string;
  helped: string;
}

export function rosterRow(entry: RosterEntry): RosterRow {
  const { client, name, device, round, imagesPerSecond, samples, loss, helped } = entry;
  return {
    client,
    name,
    device: deviceName(device),
    state: stateWords(entry),
    round: round === null ? "none yet" : String(round),
    speed: speed(imagesPerSecond),
    pictures: String(samples),
    loss: lossText(loss),
    helped: String(helped),
  };
}

function deviceName({ kind, executor, note }: Device): string {
  const name = `${kindName(kind)}, ${executorName(executor)}`;
  return note === undefined ? name : `${name}: ${note}`;
}

/** "17 in, 1 away": those who have left are not counted. */
export function presenceWords(roster: readonly RosterEntry[]): string {
  const inRoom = roster.filter(({ state }) => state !== "left");
  const away = inRoom.filter(({ online }) => !online).length;
  const here = inRoom.length - away;
  return away === 0 ? `${here} in` : `${here} in, ${away} away`;
}

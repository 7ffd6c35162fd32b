// Several volunteers in one process. They share one executor and take turns, a local round each: the
// machine has one processor anyway, memory does not grow with their number, and one exit ends all.

import { createHash, randomBytes } from "node:crypto";
import type { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import type { RunView } from "@spikefed/fl-core";
import type { AttackKind, Device } from "@spikefed/protocol";
import type { Executor, ModelSpec, RuleKind } from "@spikefed/snn-core";
import {
  createLock,
  createSharedTrainer,
  createVolunteer,
  keySigner,
  makeKeyPair,
  signatureCheck,
  type Signer,
  type Volunteer,
  type VolunteerSnapshot,
} from "@spikefed/volunteer";
import { io } from "socket.io-client";

import { fetchBytes } from "./fetch-bytes.ts";
import { createGroupLines, createRoundLines } from "./round-lines.ts";

export interface FleetOptions {
  url: string;
  code: string;
  /** Whom to trust with https; null: the authorities that Node knows. */
  trust: Agent | null;
  /** Makes the executors that all share, one a model and rule. */
  trainer: (spec: ModelSpec, rule?: RuleKind, onSign?: () => void) => Promise<Executor>;
  device: Device;
  count: number;
  /** What all of them do instead of helping; null: they are honest. */
  attack: AttackKind | null;
  /** Prefix of the names; null: the coordinator gives names. */
  name: string | null;
  print: (line: string) => void;
}

export interface Fleet {
  /** Exit code, when all have left (0) or none can go on (1). */
  ended: Promise<number>;
  /** All leave now. */
  leave: () => void;
}

/** How long a goodbye may take. */
const GOODBYE_MS = 3000;

export function startFleet(options: FleetOptions): Fleet {
  const snapshots = new Map<number, VolunteerSnapshot>();
  const members: Volunteer[] = [];
  const tellGroup = createGroupLines(options.print);
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const leave = (code = 0) => {
    void Promise.race([Promise.all(members.map((m) => m.leave())), sleep(GOODBYE_MS)]).then(() =>
      end(code),
    );
  };
  const seeEnd = watchForEnd(() => {
    options.print("The run is over.");
    leave();
  });
  let isStuck = false;
  const look = (index: number, snapshot: VolunteerSnapshot) => {
    snapshots.set(index, snapshot);
    tellGroup(snapshot.view);
    seeEnd(snapshot.view);
    const all = [...snapshots.values()];
    if (isStuck || all.length < options.count || !all.every(needsPerson)) return;
    isStuck = true;
    queueMicrotask(() => leave(1)); // what it is about to tell goes first
  };
  const key = processKey();
  const turn = createLock();
  const trainer = createSharedTrainer(options.trainer);
  for (let index = 0; index < options.count; index++) {
    members.push(join(options, index, { turn, trainer, look, signer: () => key }));
  }
  return { ended, leave: () => leave() };
}

/** Nobody is here to press Resume: what a device paused by itself stays paused. */
const needsPerson = ({ phase }: VolunteerSnapshot) => phase === "stopped" || phase === "paused";

/** Calls `onEnd` once when a run that was seen running ends; a run that is over already is none. */
function watchForEnd(onEnd: () => void): (view: RunView) => void {
  let state: "before" | "running" | "over" = "before";
  return ({ runId, phase }) => {
    if (state === "running" && phase === "done") {
      state = "over";
      onEnd();
    } else if (state === "before" && runId !== null && phase !== "done") state = "running";
  };
}

/** Kept nowhere, like the places themselves: a process that ends does not come back. */
async function processKey(): Promise<Signer | null> {
  const { subtle } = globalThis.crypto;
  const pair = await makeKeyPair(subtle);
  return pair && keySigner(subtle, pair);
}

interface Shared {
  signer: () => Promise<Signer | null>;
  turn: ReturnType<typeof createLock>;
  trainer: ReturnType<typeof createSharedTrainer>;
  look: (index: number, snapshot: VolunteerSnapshot) => void;
}

function join(
  options: FleetOptions,
  index: number,
  { turn, trainer, look, signer }: Shared,
): Volunteer {
  const { url, code, trust, device, attack, print } = options;
  const name = nameOf(options, index);
  const tell = createRoundLines(name ?? `Volunteer ${index + 1}`, print);
  return createVolunteer({
    ...{ url, room: code, name, device, attack, turn, trainer, signer },
    // Its types are a browser's; in Node both of its transports ask this agent.
    io: (to, how) => io(to, { ...how, ...(trust && { agent: trust as never }) }),
    fetchBytes: (path, onProgress) => fetchBytes(`${url}${path}`, onProgress, { trust }),
    clock: () => performance.now(),
    randomId: () => randomBytes(16).toString("hex"),
    sha256: (bytes) => Promise.resolve(createHash("sha256").update(bytes).digest("hex")),
    verifySignature: signatureCheck(globalThis.crypto.subtle),
    rest: (ms) => sleep(ms),
    onSnapshot: (snapshot) => {
      tell(snapshot);
      look(index, snapshot);
    },
    onSession: () => undefined, // a process that ends does not come back
  });
}

function nameOf({ name, count }: FleetOptions, index: number): string | null {
  if (name === null) return null;
  return count === 1 ? name.slice(0, 24) : `${name.slice(0, 19)} ${index + 1}`;
}

// What goes over the Socket.IO connection. Every message from a tab is read through `readMessage`;
// handlers never see raw input. Every client message is answered by an `Ack`.

import * as v from "valibot";

import type { RobotKind } from "./attackers.ts";
import { SpikefedError, type ErrorReport } from "./errors.ts";
import { HostCommand } from "./host-command.ts";
import type { LogEvent } from "./run-log.ts";
import type { RunSettings } from "./settings.ts";
import { line, NameSchema } from "./text-schemas.ts";

/** Raise on any change that an older page could misread. */
export const PROTOCOL_VERSION = 6;

/** Largest piece of an update in one frame, bytes: a larger one delays heartbeats. */
export const CHUNK_BYTES = 256 * 1024;

/** How long a challenge may be answered, milliseconds: a connection that sleeps longer is lost. */
export const CHALLENGE_MS = 60_000;

/** How long a volunteer's place is kept after its connection is lost, milliseconds. */
export const REJOIN_MS = 120_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const finite = v.pipe(v.number(), v.finite());
const fraction = v.pipe(finite, v.minValue(0), v.maxValue(1));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const hex = (bytes: number) => v.pipe(v.string(), v.length(2 * bytes), v.regex(/^[0-9a-f]*$/));
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));

/** No vowels, so no words; no 0, 1, I, L, O, so no misreading. */
export const ROOM_CODE_SIGNS = "BCDFGHJKMNPQRSTVWXYZ23456789";
export const RoomCodeSchema = v.pipe(v.string(), v.regex(/^[BCDFGHJKMNPQRSTVWXYZ2-9]{4}$/));

export const DeviceSchema = v.strictObject({
  kind: v.picklist(["gpu", "software-gpu", "cpu"]),
  /** Adapter or processor as the browser names it. */
  label: line(120),
  /** "engine", "kernels" or "reference", with the backend: "engine/webgpu". */
  executor: line(40),
  /** What the self-test found wrong with the graphics device that does not train here. */
  note: v.optional(line(200)),
});
export type Device = v.InferOutput<typeof DeviceSchema>;

/** Asks for what the next hello on this connection signs. */
const Challenge = v.strictObject({});

/** The first message on a connection, but for `challenge`. */
const Hello = v.strictObject({
  protocol: count,
  role: v.picklist(["volunteer", "watch", "host"]),
  room: v.nullable(RoomCodeSchema),
  name: v.optional(NameSchema),
  device: v.optional(DeviceSchema),
  /** From the ack of an earlier hello: the same volunteer comes back. */
  resume: v.optional(v.strictObject({ clientId: id, token: id })),
  /** This volunteer's Ed25519 key has signed `helloText`. Its place is open to no other from then on. */
  proof: v.optional(v.strictObject({ key: hex(32), challenge: hex(32), signature: hex(64) })),
  hostKey: v.optional(v.pipe(v.string(), v.maxLength(128))),
  /** What this client has of the run log: the answer goes on from there. */
  known: v.optional(v.strictObject({ runId: id, events: count, atMs: finite })),
});

/** How far the local work of a round is. May be dropped on the way. */
const Progress = v.strictObject({
  round: count,
  batch: count,
  batches: count,
  loss: v.nullable(finite),
  accuracy: v.nullable(fraction),
  /** Training pictures per second; null until measured. */
  imagesPerSecond: v.nullable(v.pipe(finite, v.minValue(0))),
});

/** Announces an update. Sending it again for the same `updateId` resumes at `offset`. */
const UploadBegin = v.strictObject({
  runId: id,
  round: count,
  /** Hash of the model the local work started from. */
  baseHash: sha256,
  updateId: id,
  bytes: v.pipe(count, v.minValue(1)),
  sha256,
  /** `attempt` of the task that it answers; left out: the newest. */
  attempt: v.optional(count),
  loss: v.nullable(finite),
  accuracy: v.nullable(fraction),
  seconds: v.pipe(finite, v.minValue(0)),
  spikeRates: v.pipe(v.array(v.pipe(finite, v.minValue(0), v.maxValue(1))), v.maxLength(64)),
});

const UploadChunk = v.strictObject({
  updateId: id,
  offset: count,
  data: v.pipe(
    v.custom<Uint8Array>((value) => value instanceof Uint8Array),
    v.check((data) => data.byteLength >= 1 && data.byteLength <= CHUNK_BYTES),
  ),
});

const UploadCommit = v.strictObject({ updateId: id });

const TrainingFailed = v.strictObject({ round: count, fact: line(200) });

/** How hard a device works; `easing`: less than was chosen, since it is warm or busy. */
export const PACES = ["full", "normal", "gentle", "easing"] as const;
export type Pace = (typeof PACES)[number];

const VolunteerState = v.strictObject({
  state: v.picklist([
    "loading",
    "ready",
    "training",
    /** The graphics device failed; a new one begins the round again. */
    "restarting",
    "sending",
    "paused",
    "asleep",
  ]),
  /** true: finish the running round, then leave. */
  leaving: v.optional(v.boolean()),
  /** The page is hidden: it works in the background. */
  hidden: v.optional(v.boolean()),
  pace: v.optional(v.picklist(PACES)),
  /** Why its graphics device began anew; told once for each failure. */
  fact: v.optional(line(200)),
});

const Leave = v.strictObject({
  /** true: the page closes and may be loaded again; the place is kept as for a lost connection. */
  mayReturn: v.optional(v.boolean()),
});

/** "Here I am": the device's mark on the wall shows it. */
const Wave = v.strictObject({});

/** The schemas, for documents; messages themselves are read with `readMessage`. */
export const clientMessages = {
  challenge: Challenge,
  hello: Hello,
  state: VolunteerState,
  progress: Progress,
  "upload-begin": UploadBegin,
  "upload-chunk": UploadChunk,
  "upload-commit": UploadCommit,
  "training-failed": TrainingFailed,
  leave: Leave,
  wave: Wave,
  host: HostCommand,
};

export type ClientEvent = keyof typeof clientMessages;
export type ClientMessage<E extends ClientEvent> = v.InferOutput<(typeof clientMessages)[E]>;
export const clientEvents = Object.keys(clientMessages) as ClientEvent[];

/**
 * Read one message from a tab: the only way in.
 *
 * @throws {SpikefedError} `wire/version` for a page of another protocol, else `wire/invalid` with
 *   the path of the first wrong field.
 */
export function readMessage<E extends ClientEvent>(event: E, raw: unknown): ClientMessage<E> {
  if (event === "hello") checkVersion(raw);
  const parsed = v.safeParse(clientMessages[event], raw, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const path = v.getDotPath(parsed.issues[0]) ?? "(root)";
  throw new SpikefedError("wire/invalid", { event, path: path.slice(0, 60) });
}

function checkVersion(raw: unknown): void {
  const got = (raw as { protocol?: unknown } | null | undefined)?.protocol;
  if (typeof got === "number" && got !== PROTOCOL_VERSION) {
    throw new SpikefedError("wire/version", { got, want: PROTOCOL_VERSION });
  }
}

/** The answer to every client message. */
export type Ack<T = object> = ({ ok: true } & T) | { ok: false; error: ErrorReport };

export interface HelloAnswer {
  /** Identity of this volunteer; null for watchers and hosts. */
  you: {
    clientId: string;
    /** Number in the run log. */
    client: number;
    token: string;
    name: string;
    shard: { hash: string; samples: number; bytes: number; labelCounts: number[] };
  } | null;
  room: RoomSummary;
  settings: RunSettings;
  /** The whole log of the current run, or what follows on the events that the hello says are known. */
  log: LogEvent[];
  /** null: it is long, and whoever has said what it knows is told of changes by `roster` alone. */
  roster: RosterEntry[] | null;
  /** How the run's pictures are dealt; for the host alone, null for all others. */
  partition: PartitionFacts | null;
  /** Who waits to be let in; for the host alone, null for all others. */
  door: DoorFacts | null;
}

export interface ChallengeAnswer {
  /** 32 random bytes, hex: for the next hello on this connection, once. */
  challenge: string;
  /** Public key that signs this coordinator's records, hex. */
  coordinator: string;
}

/** The room's door, as the host sees it. */
export interface DoorFacts {
  /** Newcomers wait until the host lets them in. */
  inviteOnly: boolean;
  /** In the order of their coming. */
  waiting: DoorEntry[];
}

export interface DoorEntry {
  /** What `admit` and `turn-away` call it. */
  waiting: number;
  /** As it would like to be called; null: it gave no name. */
  name: string | null;
  device: Device;
}

/** Which shard holds what. */
export interface PartitionFacts {
  /** Pictures of each class in each shard, `[K][C]`. */
  labelCounts: number[][];
}

/** Answer to `upload-begin` and `upload-chunk`: the next byte wanted. */
export interface UploadAnswer {
  offset: number;
  /** true when this update is already counted: nothing more to send. */
  done: boolean;
  /** When it is counted: the round whose record names it. */
  record?: number;
}

/** Answer to `upload-commit`: the acknowledgement. */
export interface CountedAnswer {
  counted: true;
  /** The round whose record names this update, at `/api/records/<round>` once the round is averaged. */
  record: number;
}

/** `GET /api/room`: what a page can know before it joins. */
export interface RoomSummary {
  protocol: number;
  code: string;
  runId: string;
  phase: RoomPhase;
  present: number;
  /** Newcomers wait until the host lets them in. */
  inviteOnly: boolean;
  dataset: { name: string; source: string; procedural: boolean; classes: string[] };
  preset: RunSettings["preset"];
  network: RunSettings["network"];
  /** Bytes a volunteer downloads once: model and shard. */
  downloadBytes: number;
}

export type RoomPhase =
  "lobby" | "selecting" | "training" | "aggregating" | "evaluating" | "paused" | "done";

export interface RosterEntry {
  client: number;
  name: string;
  /** One that the coordinator itself runs, and what it does; null: somebody's device. */
  robot: RobotKind | null;
  device: Device;
  online: boolean;
  /** `closed`: its page was closed; the place is kept for a while, since that may be a reload. */
  state: ClientMessage<"state">["state"] | "sent" | "away" | "closed" | "left";
  /** The page is hidden: the device works in the background. */
  hidden: boolean;
  pace: Pace;
  /** How long it was away or asleep when this was sent, milliseconds; null: it is neither. */
  quietMs: number | null;
  /** Why its last work failed; null: none has since an update of it was counted. */
  trouble: string | null;
  /** How often it has waved. */
  waves: number;
  round: number | null;
  /** 0..1 of the local work of this round. */
  progress: number | null;
  imagesPerSecond: number | null;
  samples: number;
  /** Pictures it is asked for in this round, where that is fewer than it has; null: all of them. */
  work: number | null;
  loss: number | null;
  /** Rounds in which an update of this volunteer was counted. */
  helped: number;
}

/** Coordinator -> volunteer: train this. */
export interface Task {
  runId: string;
  round: number;
  /** Which task of this round it is to this client, from 0, where each may ask for other work. */
  attempt: number;
  model: { hash: string; bytes: number };
  shard: { hash: string; bytes: number; samples: number };
  train: {
    preset: string;
    network: RunSettings["network"];
    /** T; null: the preset's. */
    timesteps: number | null;
    coding: RunSettings["coding"];
    classes: number;
    epochs: number;
    batchSize: number;
    /** Pictures of the shard to train on, drawn by the seed; null: all of them. */
    samples: number | null;
    /** With the learning rate of this round, and FedProx's mu where that is the strategy. */
    optimizer: RunSettings["optimizer"] & { proximalMu?: number };
    /** What the answers are compared with; a class frequency in it is counted by the client. */
    localLoss: RunSettings["localLoss"];
    /** How the loss becomes gradients. */
    localRule: RunSettings["localRule"];
    /** The client goes on with its own norm layers, where it has some. */
    localNorm: boolean;
    /** FedSNN's sigma, put on the update before it is sent; 0: none. */
    gradientNoise: number;
    /** How the update is to be written; the coordinator reads no other form. */
    updateEncoding: RunSettings["updateEncoding"];
    seed: number;
  };
  /** Milliseconds left until the round closes, at the time of sending. */
  remainingMs: number;
}

/** `dropped`: the host has this device sit the round out. */
export type CancelWhy = "closed" | "paused" | "stopped" | "dropped";

/** Events the coordinator sends by itself. */
export interface ServerEvents {
  task: (task: Task) => void;
  /** The round is over for this volunteer: stop the local work. */
  cancel: (message: { round: number; why: CancelWhy }) => void;
  log: (events: LogEvent[]) => void;
  roster: (entries: RosterEntry[]) => void;
  /** The coordinator was asked to stop: what is on its way may still arrive. Ask again after so long. */
  stopping: (message: { error: ErrorReport; retryMs: number }) => void;
  /** A new run was opened: say hello again. */
  "new-run": () => void;
  /** To somebody who waits at the door: let in, say hello again; or turned away. */
  door: (message: { admitted: boolean }) => void;
  /** The host has taken this volunteer's place; the connection ends. */
  removed: () => void;
  /** To hosts: who waits at the door, and whether newcomers have to. */
  waiting: (door: DoorFacts) => void;
}

/** Answer type of each client message. */
export interface Answers {
  challenge: ChallengeAnswer;
  hello: HelloAnswer;
  state: object;
  progress: object;
  "upload-begin": UploadAnswer;
  "upload-chunk": UploadAnswer;
  "upload-commit": CountedAnswer;
  "training-failed": object;
  leave: object;
  wave: object;
  host: object;
}

export type ClientEvents = {
  [E in ClientEvent]: (message: ClientMessage<E>, ack?: (answer: Ack<Answers[E]>) => void) => void;
};

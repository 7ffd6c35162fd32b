// What a volunteer session is given, and what its driver can ask of it.

import type { AttackKind, Device, Pace } from "@spikefed/protocol";
import type { Executor, ModelSpec, RuleKind } from "@spikefed/snn-core";

import type { SpikeTrace, VolunteerSnapshot } from "./types.ts";

/** Identity from an earlier hello: the same volunteer comes back within two minutes. */
export interface Resume {
  clientId: string;
  token: string;
  /** The key that the place belongs to and the coordinator that gave it, hex; left out: no key. */
  bound?: { key: string; coordinator: string };
}

/** A key of this device's own. */
export interface Signer {
  /** Ed25519, hex. */
  key: string;
  /** The signature of the text as UTF-8, hex. */
  sign: (text: string) => Promise<string>;
}

/** The part of a Socket.IO client socket that a session uses. */
export interface Socket {
  readonly connected: boolean;
  on: (event: string, listener: (...values: unknown[]) => void) => unknown;
  connect: () => unknown;
  disconnect: () => unknown;
  emit: (event: string, message: unknown) => unknown;
  /** Sets how it connects again; left out where that cannot be set. */
  readonly io?: Pacing;
  /** Rejects when no answer comes in time or the connection ends. */
  timeout: (ms: number) => {
    emitWithAck: (event: string, message: unknown) => Promise<unknown>;
  };
}

/** The part of a Socket.IO manager that says how it connects again. */
export interface Pacing {
  reconnectionDelay: (ms: number) => unknown;
  randomizationFactor: (share: number) => unknown;
  reconnectionDelayMax: (ms: number) => unknown;
}

export interface ConnectOptions {
  autoConnect: false;
  forceNew: true;
  /** First wait before a try, milliseconds; each following one is twice as long. */
  reconnectionDelay: number;
  /** How much chance moves a wait: 1 is from nothing to twice of it. */
  randomizationFactor: number;
  /** Longest wait between two tries, milliseconds, chance included. */
  reconnectionDelayMax: number;
}

/** `io` of socket.io-client. */
export type Connect = (url: string, options: ConnectOptions) => Socket;

export interface VolunteerOptions {
  /** Origin of the coordinator. */
  url: string;
  /** Code of the room; null: the only one. */
  room: string | null;
  /** Name asked for; null: the coordinator gives one. */
  name: string | null;
  device: Device;
  resume?: Resume | undefined;
  io: Connect;
  /** HTTP GET of a path of the coordinator; rejects unless the status is 200. */
  fetchBytes: (
    path: string,
    onProgress: (done: number, total: number) => void,
  ) => Promise<Uint8Array>;
  /**
   * Called once a model and rule; the executor computes that rule. It belongs to the session, which
   * disposes of it.
   *
   * @param onSign Called as it compiles, now and for later steps: a device at work is waited for.
   */
  trainer: (spec: ModelSpec, rule: RuleKind, onSign: () => void) => Promise<Executor>;
  /** Milliseconds; only differences matter. */
  clock: () => number;
  /** 8 to 64 of A-Z, a-z, 0-9, _ and -. */
  randomId: () => string;
  /** Lower-case hex. */
  sha256: (bytes: Uint8Array) => Promise<string>;
  /** The key that proves who this is; null or left out: the token alone does. */
  signer?: (() => Promise<Signer | null>) | undefined;
  /** Ed25519, all in hex; null where it cannot be checked. Left out: nowhere. */
  verifySignature?: (key: string, text: string, signature: string) => Promise<boolean | null>;
  /** Waits, for the pace and between tries. Without it there is no rest. */
  rest?: (ms: number) => Promise<void>;
  /** Harms instead of helping, to test or to teach; null or left out: honest. */
  attack?: AttackKind | null;
  /**
   * Runs the work when the executor is free: for sessions that share one. Held for a whole local
   * round. Without it the executor is this session's alone.
   */
  turn?: <T>(work: () => Promise<T>) => Promise<T>;
  /** After each batch of training, with the milliseconds it took; `batch` counts from 1 in a round. */
  onBatch?: (batch: number, ms: number) => void;
  /** After each change; while training at most four times a second. */
  onSnapshot: (snapshot: VolunteerSnapshot) => void;
  /** The identity to keep for a reload; null: it was given up. */
  onSession: (resume: Resume | null) => void;
}

export interface Volunteer {
  snapshot: () => VolunteerSnapshot;
  /** Stops after the running batch; the work so far is kept and goes on with `resume`. */
  pause: () => void;
  resume: () => void;
  /** Tries to connect now instead of at the end of the wait; nothing while it is connected. */
  reconnect: () => void;
  /** Sends the running round, then leaves; at once when there is none. `false` takes it back. */
  leaveAfterRound: (leaving: boolean) => void;
  /** Leaves now: the running work is dropped. Settles when the coordinator knows, or cannot. */
  leave: () => Promise<void>;
  /** Share of the time that is spent working, in (0, 1]: 1 is full speed. The room is told its name. */
  setPace: (share: number, name: Pace) => void;
  /** The page is hidden (true) or seen: the room is told, the work goes on. */
  setHidden: (hidden: boolean) => void;
  /** "Here I am": this device's mark on the wall shows it. */
  wave: () => void;
  /** The page closes and may be loaded again: the round goes on without this device. */
  close: () => void;
  /** Tells the coordinator that the page is about to be frozen (true), or is back (false). */
  sleep: (asleep: boolean) => void;
  /**
   * How picture `index` of the own shard goes through the network with the newest parameters that
   * this device has. Rejects before shard and model are there.
   */
  trace: (index: number) => Promise<SpikeTrace>;
  /** Ends the session without a word and frees its executor; the identity stays good. */
  dispose: () => void;
}

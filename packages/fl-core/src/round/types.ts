// Words of the round machine: its state, what happens to it, what it asks for.

import type {
  CancelWhy,
  ClosedWhy,
  EndedWhy,
  ErrorCode,
  Facts,
  LiveChange,
  RoomPhase,
  Sampling,
} from "@spikefed/protocol";

import type { Judged, Standing } from "./standing.ts";

/** Number of a volunteer in the run log. */
export type Client = number;

export interface Rules {
  /** Rounds to average before the run is done. */
  rounds: number;
  /** Volunteers invited to a round; null invites everybody present. Never fewer than `minReports`. */
  participants: number | null;
  /** How they are chosen of those who are free. */
  sampling: Sampling;
  /** Updates without which a round is repeated instead of averaged. */
  minReports: number;
  /**
   * FedSNN's stragglers, 0 .. 0.99: the chance that a chosen client is not invited after all. Those
   * chosen first are spared, as many as the round still needs and at least one, so that no round
   * opens that could not be averaged. FedSNN spares one: `minReports: 1` is its experiment.
   */
  stragglerProbability: number;
  /** Share of clients invited beyond those that a round waits for; 0: it waits for all of them. */
  overSelect: number;
  /** Share of those that a round waits for without which it is repeated, beside `minReports`. */
  minFraction: number;
  /** Milliseconds until a round closes with what has arrived. */
  roundMs: number;
  /** Milliseconds without a sign of its work for which a client is waited for; null: to the end. */
  leaseMs: number | null;
  /** The model is judged after every so many rounds, and always after the last. */
  evaluateEvery: number;
  /** Evaluations in a row without a better accuracy that end the run; null: none do. */
  patience: number | null;
  /** Gain of accuracy that counts as better, 0 .. 1. */
  minDelta: number;
  /** Loss of accuracy, 0 .. 1, by more than which a round is taken back; null: none is. */
  gateDrop: number | null;
  /** true: wait for `next` after every round. */
  stepMode: boolean;
  /** Seeds the choice of the cohort. */
  seed: number;
  /**
   * What the host has changed meanwhile: `participants`, `stragglerProbability` and `stepMode` of
   * later rounds.
   */
  changes: readonly LiveChange[];
  /** true: the coordinator is about to stop and opens no round any more; the open one goes on. */
  isHeld?: boolean;
}

/** An update that is safely on disk, waiting for the round to close. */
export interface AcceptedUpdate {
  client: Client;
  updateId: string;
  /** Training pictures behind it, from the shard the coordinator issued. */
  samples: number;
  /** With FedBuff: the model that it started from, and models made since. */
  base?: Model;
  staleness?: number;
}

export interface Model {
  hash: string;
  version: number;
}

export interface RoundState {
  phase: RoomPhase;
  /** The round that is open or comes next, from 1; the last one when `done`. */
  round: number;
  /** How often this round was opened, from 0; part of the cohort's seed. */
  attempt: number;
  present: ReadonlySet<Client>;
  /** Training pictures of each client that ever joined with them. */
  samples: ReadonlyMap<Client, number>;
  /** The newest round that each was invited to. */
  invitedIn: ReadonlyMap<Client, number>;
  /** Invited in this attempt. */
  cohort: ReadonlySet<Client>;
  /** Cohort members of whom nothing more is expected: failed, left, or silent too long. */
  givenUp: ReadonlySet<Client>;
  /** Until when a cohort member is waited for, unless something is heard of it; empty: to the end. */
  leases: ReadonlyMap<Client, number>;
  /** The last round that the host had a client sit out. */
  dropped: ReadonlyMap<Client, number>;
  /** Updates that close the open attempt, those of earlier attempts included. */
  goal: number;
  /** Updates without which the open attempt is repeated. */
  needed: number;
  /** The newest round that closed because it had its goal: who was late for it did nothing wrong. */
  filled: number | null;
  /** Of this round, all its attempts: a repeated round keeps what it has. */
  accepted: readonly AcceptedUpdate[];
  /** What the round before was averaged from, so that a repeated commit gets the same answer. */
  previous: { round: number; updates: readonly AcceptedUpdate[] } | null;
  /** Null unless a round is open and its clock runs. */
  deadlineMs: number | null;
  /** In `selecting`: the next attempt does not open before; null: as soon as enough are here. */
  notBeforeMs: number | null;
  /** The model that the open or next round starts from. */
  model: Model;
  /** Version of the newest model, also of one that was taken back: no number is given twice. */
  newest: number;
  standing: Standing;
  /** false: the evaluation of that model was skipped; it is made up for when the run is stopped. */
  measured: boolean;
  /** What `paused` returns to, and the time that was left. `aggregating`: the averaging failed. */
  pausedFrom: {
    phase: "selecting" | "training" | "aggregating";
    remainingMs: number | null;
  } | null;
  /** Pause asked for while averaging or evaluating: taken as soon as that ends. */
  pauseAsked: boolean;
  /** Stop asked for while averaging or evaluating. */
  stopAsked: boolean;
  /** In step mode: the host has said next. */
  stepAllowed: boolean;
}

export type RoundEvent =
  /** `tick`: the time that `nextTickMs` named has come; more ticks do no harm. */
  | { type: "start" | "pause" | "resume" | "next" | "stop" | "tick" }
  /** `join` again without a `leave` is a reconnect: an open task is sent again. */
  | { type: "join"; client: Client; samples?: number }
  | { type: "leave"; client: Client }
  /** Something was heard of its work in the open round. */
  | { type: "alive"; client: Client }
  /** An update passed every check and is on disk. */
  | { type: "update"; round: number; baseHash: string; update: AcceptedUpdate }
  /** The client says that it cannot finish this round, or its update is unusable. */
  | { type: "failed"; client: Client; round: number }
  /** The host has these sit the open or next round out. */
  | { type: "drop"; clients: readonly Client[] }
  /** The host switched step mode: the rules know. */
  | { type: "step-mode" }
  | { type: "aggregated"; round: number; model: Model }
  | { type: "aggregation-failed"; round: number; fact: string }
  /** `accuracy` on the pictures that decide, 0 .. 1. */
  | { type: "evaluated"; round: number; accuracy: number }
  /** `worthless`: it was judged, and its loss is no number. */
  | { type: "evaluation-failed"; round: number; fact: string; worthless?: true };

export type RoundEffect =
  /**
   * Send the task to these. `again: false`: the round opens, log it; `again: true`: the round is
   * open already and these come back to it (reconnected, or the pause is over), no log entry.
   * `stragglers`: chosen like the cohort, but dropped by chance; empty with `again`.
   */
  | {
      type: "invite";
      round: number;
      cohort: Client[];
      stragglers: Client[];
      /** Updates that close the round; null: it waits for the whole cohort (always with `again`). */
      goal: number | null;
      deadlineMs: number;
      again: boolean;
    }
  /** Tell these cohort members to stop. */
  | { type: "cancel"; round: number; clients: Client[]; why: CancelWhy }
  /** Answer to an `update` event. `duplicate`: it was counted before. */
  | { type: "count"; round: number; update: AcceptedUpdate; duplicate: boolean }
  /** Answer to an `update` event: `new SpikefedError(code, facts)`. */
  | {
      type: "refuse";
      round: number;
      client: Client;
      updateId: string;
      code: ErrorCode;
      facts: Facts;
    }
  /**
   * `reported`: owners of all updates so far, also of earlier attempts; `needed`: fewer of them and
   * the round is repeated. `working`: who goes on with what it began; left out: nobody does.
   */
  | {
      type: "close";
      round: number;
      why: ClosedWhy;
      reported: Client[];
      missing: Client[];
      needed: number;
      working?: Client[];
    }
  | { type: "repeat"; round: number; reported: number; needed: number }
  /** `version`: of the model that is made. */
  | {
      type: "aggregate";
      round: number;
      base: Model;
      version: number;
      updates: AcceptedUpdate[];
    }
  | { type: "evaluate"; round: number; modelHash: string }
  /** The round goes without evaluation, as the rules say: log it. Nothing comes back. */
  | { type: "skip-evaluation"; round: number }
  /** The round, and those since `since`, are taken back; the run goes on from `to`. Log it. */
  | { type: "roll-back"; round: number; since: number; to: Judged; accuracy: number | null }
  | { type: "say"; what: "started" | "paused" | "resumed" }
  | { type: "end"; why: EndedWhy; best: Judged | null };

export interface Step {
  state: RoundState;
  effects: RoundEffect[];
}

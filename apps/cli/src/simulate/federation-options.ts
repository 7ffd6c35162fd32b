// What a federation works with, and what it says of itself meanwhile. Types only.

import type { Model } from "@spikefed/fl-core";
import type { RecordBook, RunLog } from "@spikefed/run-store";

import type { RunPlan } from "./run-plan.ts";

export interface FederationOptions {
  plan: RunPlan;
  log: Pick<RunLog, "events" | "append">;
  records: Pick<RecordBook, "addRound" | "addEvaluation">;
  /** Updates and models stay on the disk, for an audit. */
  keepUpdates: boolean;
  /** Milliseconds since 1970. */
  now: () => number;
  /** What runs now, for the person. */
  tell: (what: Doing) => void;
  /** A round has its model, or its figures on held-out pictures. */
  onFigures: () => Promise<void>;
  /** Aborted: the federation throws the reason. What it has is in its folder. */
  signal: AbortSignal;
}

/** A client's turn in a round: the `place`th of so many, from 1. */
export interface Turn {
  round: number;
  client: number;
  place: number;
  of: number;
  /** With FedBuff: the round in which it began, the newest model of then, and models made since. */
  begun?: { round: number; base: Model; staleness: number };
}

/** What a simulation is busy with; shares are 0 .. 1, first 0. */
export type Doing =
  | ({ type: "training"; share: number } & Turn)
  | { type: "judging"; round: number; share: number }
  | { type: "judged"; round: number; accuracy: number };

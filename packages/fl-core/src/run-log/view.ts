// What the run log adds up to: the one picture that pages, report and CLI draw.
// `apply` is the only way to change it, so a saved log replays to the same figures.

import type {
  BestModel,
  ClosedWhy,
  DeviceKind,
  LiveChange,
  RobotKind,
  RoomPhase,
  RunSettings,
} from "@spikefed/protocol";

export interface RoundSummary {
  round: number;
  /**
   * Clients invited; after a repeat, with those whose update was kept. With FedBuff those at work when
   * it opened, and who has begun since.
   */
  cohort: number[];
  /** Chosen in the last attempt, but dropped by chance as FedSNN's stragglers are. */
  stragglers: number[];
  /** Clients whose update is counted or waiting to be counted. */
  reported: number[];
  refused: number;
  /** Updates that close it; all of the cohort's, unless more were invited than are needed. */
  goal: number;
  openedMs: number;
  /** Why it closed, last; null: it is open. */
  closedWhy: ClosedWhy | null;
  closedMs: number | null;
  /** Coordinator's clock; a pause moves it on when it ends. */
  deadlineMs: number;
  /** Training pictures behind the average; null before it. */
  samples: number | null;
  /** Of the updates counted. */
  bytes: number;
  /** Samples-weighted mean of the clients' training loss, nats; null when none was reported. */
  trainLoss: number | null;
  /** Samples-weighted mean of the clients' training accuracy, 0..1. */
  trainAccuracy: number | null;
  /** Accuracy of the group model on held-out pictures, 0..1; null: not measured, or not yet. */
  accuracy: number | null;
  loss: number | null;
  /** Held-out pictures behind `accuracy`. */
  testSamples: number | null;
  /** On training pictures that no client has; null: not measured, or none are kept. */
  validation: { accuracy: number; loss: number; samples: number } | null;
  /** FedSNN's model deviation of each averaged update; null: not averaged, or not measured. */
  deviations: number[] | null;
  modelHash: string | null;
  /** Its model fell too far: the run went on from an earlier one. */
  rolledBack: boolean;
  /** The round's record, and the one that the log named before it; null: none is told of. */
  record: { hash: string; previous: string | null } | null;
  repeats: number;
}

export interface ClientSummary {
  client: number;
  device: DeviceKind;
  shard: number;
  samples: number;
  /** A robot of the coordinator's or of a simulation, and what it does; null: none that is known. */
  robot: RobotKind | null;
  here: boolean;
  /** Rounds in which an update of this client was averaged. */
  helped: number;
  /** What its updates were trained on, and the accuracy and loss that it reported, by round. */
  history: { round: number; samples: number; loss: number | null; accuracy: number | null }[];
}

export interface RunView {
  runId: string | null;
  /** As the run was opened; `settingsAt` tells what they are in a round. */
  settings: RunSettings | null;
  /** What the host has changed since. */
  changes: LiveChange[];
  /** The last round that the host had a client sit out. */
  dropped: ReadonlyMap<number, number>;
  dataset: { name: string; source: string; procedural: boolean; classes: string[] } | null;
  parameters: number | null;
  phase: RoomPhase;
  /** What a pause returns to, and when it began; null when not paused. */
  pause: { from: RoomPhase; sinceMs: number } | null;
  /** The round that is open, or the last one. 0 before the first. */
  round: number;
  rounds: RoundSummary[];
  clients: ReadonlyMap<number, ClientSummary>;
  modelHash: string | null;
  version: number;
  /** The first with the best accuracy so far. */
  best: BestModel | null;
  /** Hash of the newest record; null: none yet. */
  recordHead: string | null;
  startedMs: number | null;
  endedMs: number | null;
  /** `seq` of the next event. */
  next: number;
}

export const emptyView: RunView = {
  runId: null,
  settings: null,
  changes: [],
  dropped: new Map(),
  dataset: null,
  parameters: null,
  phase: "lobby",
  pause: null,
  round: 0,
  rounds: [],
  clients: new Map(),
  modelHash: null,
  version: 0,
  best: null,
  recordHead: null,
  startedMs: null,
  endedMs: null,
  next: 0,
};

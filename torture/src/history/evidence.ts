// What the invariants are judged by: the clients' side, the disk's side, and what was promised.

import type { FedBuffSettings, LogEvent } from "@spikefed/protocol";

import type { Operation, UpdateOperation } from "./operation.ts";

export interface Evidence {
  history: readonly Operation[];
  /** The run log as it was read from the disk. */
  events: readonly LogEvent[];
  /** The hash that a round's updates give by a second computation; null: it cannot be told. */
  recompute: (round: RoundRecord) => string | null;
  /** Resident memory that the coordinator may use; null: it was not watched. */
  memoryBytes: number | null;
}

/** A round that was averaged. */
export interface RoundRecord {
  round: number;
  /** Model that it started from. */
  base: { hash: string; version: number };
  /** Each with what it weighs by. */
  updates: { client: number; sha256: string; samples: number; staleness?: number }[];
  /** Model that the log says it gave. */
  modelHash: string;
}

export interface Violation {
  /** I1 to I9. */
  invariant: string;
  what: string;
}

export type Event<T extends LogEvent["type"]> = Extract<LogEvent, { type: T }>;

export function all<T extends LogEvent["type"]>(events: readonly LogEvent[], type: T): Event<T>[] {
  return events.filter((event): event is Event<T> => event.type === type);
}

/** What the run's FedBuff was asked for; null: it is a run of rounds. */
export function bufferOf(events: readonly LogEvent[]): FedBuffSettings | null {
  const scheduler = all(events, "run-opened")[0]?.settings.scheduler;
  return scheduler?.kind === "fedbuff" ? scheduler : null;
}

/** Updates whose owner was told that they count. */
export function acknowledged(history: readonly Operation[]): UpdateOperation[] {
  return history.filter(
    (each): each is UpdateOperation => each.op === "update" && each.type === "ok",
  );
}

/** By the log alone: accepted updates of a round, as they stood when it was averaged. */
export function roundRecords(events: readonly LogEvent[]): RoundRecord[] {
  const records: RoundRecord[] = [];
  let base = { hash: "", version: 0 };
  let updates: (RoundRecord["updates"][number] & { updateId: string })[] = [];
  for (const event of events) {
    if (event.type === "run-opened") base = event.model;
    else if (event.type === "update-accepted") updates.push(event);
    else if (event.type === "update-lost") {
      updates = updates.filter(({ updateId }) => updateId !== event.updateId);
    } else if (event.type === "rolled-back") {
      base = { hash: event.modelHash, version: event.version };
      updates = []; // of a round that was open: they were made from what is taken back
    } else if (event.type === "aggregated") {
      const { round, modelHash, version } = event;
      records.push({ round, base, updates, modelHash });
      base = { hash: modelHash, version };
      updates = [];
    }
  }
  return records;
}

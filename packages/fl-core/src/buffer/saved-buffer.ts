// Where a stopped run of FedBuff stood, by its log: also who was at work, and on what.

import type { LogEvent } from "@spikefed/protocol";

import type { SavedRound } from "../round/restore.ts";
import { savedRound } from "../round/saved-round.ts";
import type { Client, Model } from "../round/types.ts";
import type { Work } from "./types.ts";

export interface SavedBuffer extends SavedRound {
  /** Some may have failed or run out of time without a line that says so. */
  atWork: ReadonlyMap<Client, Work>;
  /** Work given so far. */
  given: number;
}

/** @throws when the log does not begin with `run-opened`. */
export function savedBuffer(events: readonly LogEvent[]): SavedBuffer {
  const saved = savedRound(events);
  const fold = new WorkFold();
  for (const event of events) fold.apply(event);
  return { ...saved, atWork: fold.atWork, given: fold.given };
}

class WorkFold {
  readonly atWork = new Map<Client, Work>();
  given = 0;
  #model: Model = { hash: "", version: 0 };

  apply(event: LogEvent): void {
    switch (event.type) {
      case "run-opened":
        this.#model = { hash: event.model.hash, version: event.model.version };
        return;
      case "round-opened":
        return event.cohort
          .filter((client) => !this.atWork.has(client)) // they go on with what they have
          .forEach((client) => this.#begin(client, event.round));
      case "work-begun":
        return this.#begin(event.client, event.round);
      case "update-accepted":
      case "training-failed":
        return void this.atWork.delete(event.client);
      case "left": // its work is kept while it is away, also where nobody waits for it any more
        return event.why === "removed" ? void this.atWork.delete(event.client) : undefined;
      case "dropped":
        return event.clients.forEach((client) => this.atWork.delete(client));
      case "round-closed":
        return event.missing.forEach((client) => this.atWork.delete(client));
      case "aggregated":
        this.#model = { hash: event.modelHash, version: event.version };
        return;
      case "rolled-back":
        return this.#goBack({ hash: event.modelHash, version: event.version });
      case "run-ended":
        return this.atWork.clear();
    }
  }

  #begin(client: Client, round: number): void {
    this.given += 1;
    this.atWork.set(client, { client, number: this.given, round, base: this.#model });
  }

  #goBack(model: Model): void {
    this.#model = model;
    for (const { client, base } of this.atWork.values()) {
      if (base.version > model.version) this.atWork.delete(client);
    }
  }
}

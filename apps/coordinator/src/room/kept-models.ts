// Models on the disk: those that the run still needs, the best, and some newest ones.

import type { Model, Scheduler } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";
import { blobPath, forgetUpdates, serverStatePath } from "@spikefed/run-store";

export interface KeptModelsOptions {
  /** Folder of the models. */
  folder: string;
  events: readonly LogEvent[];
  /** Newest models that are kept whether they are needed or not; null: all. */
  keep: number | null;
}

export class KeptModels {
  readonly #options: KeptModelsOptions;
  /** Oldest first; each was logged. */
  #models: Model[];
  /** Those whose strategy's memory may still be on the disk. */
  #withState: Model[];

  constructor(options: KeptModelsOptions) {
    this.#options = options;
    this.#models = options.events.flatMap(modelOf);
    this.#withState = this.#models;
  }

  /** A model is on the disk and in the log. */
  add(model: Model): void {
    this.#models = [...this.#models, model];
    this.#withState = [...this.#withState, model];
  }

  /**
   * Removes what is not needed any more, each file once. Called while no model is made: one that is being written
   * could have the name of one that goes.
   *
   * @param scheduler What it averages from, falls back to, or the best stays, with its strategy's
   *   memory; and what clients work from.
   */
  async prune({ state: { model, standing }, bases }: Pick<Scheduler, "state" | "bases">) {
    const { folder, keep } = this.#options;
    const goneOn = [model, standing.good?.model ?? model];
    const newest = keep === null ? this.#models : this.#models.slice(-keep);
    const needed = [...goneOn, ...bases, ...newest, standing.best?.model ?? model];
    const hashes = new Set(needed.map(({ hash }) => hash));
    const states = new Set(goneOn.map((one) => serverStatePath(folder, one)));
    const needsState = (one: Model) => states.has(serverStatePath(folder, one));
    const gone = this.#models.filter(({ hash }) => !hashes.has(hash));
    const stateless = this.#withState.filter((one) => !needsState(one));
    const blobs = gone.map(({ hash }) => blobPath(folder, hash));
    await forgetUpdates([...blobs, ...stateless.map((one) => serverStatePath(folder, one))]);
    this.#models = this.#models.filter(({ hash }) => hashes.has(hash));
    this.#withState = this.#withState.filter(needsState);
  }
}

function modelOf(event: LogEvent): Model[] {
  if (event.type === "run-opened") return [event.model];
  if (event.type !== "aggregated") return [];
  return [{ hash: event.modelHash, version: event.version }];
}

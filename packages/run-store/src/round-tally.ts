// The open round as it is averaged: each update is added when it is counted, so that the last one
// does not wait for all of them to be read again.

import { readFileSync } from "node:fs";

import {
  createStrategy,
  deviationFrom,
  readState,
  readUpdate,
  type ClientUpdate,
  type RoundSum,
} from "@spikefed/fl-core";

import { checkIntact } from "./aggregation.ts";
import type { AverageInput, UpdateFile } from "./average.ts";
import type { CheckedUpdates } from "./checked-updates.ts";
import { blobPath } from "./run-folder.ts";

/** An update that was counted. */
export type CountInput = Omit<AverageInput, "version" | "updates"> & { update: UpdateFile };

/** What the updates of a round have come to. */
export interface Tallied {
  sum: RoundSum;
  /** FedSNN's model deviation of each update, in their order. */
  deviations: number[];
}

interface Tally {
  /** Which round, and how it is averaged. */
  key: string;
  sum: RoundSum;
  deviation: (delta: Float32Array) => number;
  /** Of each update that is in the sum. */
  deviations: Map<string, number>;
}

export class RoundTally {
  readonly #checked: CheckedUpdates;
  #tally: Tally | null = null;

  constructor(checked: CheckedUpdates) {
    this.#checked = checked;
  }

  /**
   * Adds an update of the open round. Blocks the thread meanwhile, so that nothing comes in between.
   * It may fail: what is missing when the round is averaged is read then.
   *
   * @throws {SpikefedError} those of `RoundSum.add`, of `readUpdate` and `readState`; `store/corrupt`
   */
  count({ update, ...input }: CountInput): void {
    const tally = this.#of(input);
    if (tally) this.#add(tally, update, input.shape);
    else this.#checked.drop(update.file);
  }

  /**
   * The sum of exactly these updates: those that are not in it are read from their files, all of them
   * after a restart. Null: the strategy compares updates.
   *
   * @throws {SpikefedError} as `count`
   */
  complete({ updates, ...input }: Omit<AverageInput, "version">): Tallied | null {
    const wanted = new Set(updates.map(nameOf));
    const others = [...(this.#tally?.deviations.keys() ?? [])].filter((name) => !wanted.has(name));
    if (others.length > 0) this.#tally = null;
    const tally = this.#of(input);
    if (tally === null) return null;
    for (const update of updates) this.#add(tally, update, input.shape);
    const deviations = updates.map((update) => tally.deviations.get(nameOf(update)) ?? NaN);
    return { sum: tally.sum, deviations };
  }

  /** The tally of this round, a new one where it is not the one that is open. */
  #of({ shape, models, base, strategy }: Omit<CountInput, "update">): Tally | null {
    const { startSum } = createStrategy(strategy);
    if (startSum === null) return null;
    const key = JSON.stringify([models, base, strategy]);
    if (this.#tally?.key === key) return this.#tally;
    this.#tally = null;
    const { layout, length } = shape;
    const file = blobPath(models, base.hash);
    const bytes = readFileSync(file);
    checkIntact(file, bytes, base.hash);
    const deviation = deviationFrom(layout, readState(bytes, layout, length));
    this.#tally = { key, sum: startSum(shape), deviation, deviations: new Map() };
    return this.#tally;
  }

  #add(tally: Tally, update: UpdateFile, shape: AverageInput["shape"]): void {
    const name = nameOf(update);
    if (tally.deviations.has(name)) return;
    const delta = this.#checked.take(update.file) ?? readDelta(update, shape);
    const deviation = tally.deviation(delta);
    tally.sum.add(clientUpdate(update, delta));
    tally.deviations.set(name, deviation);
    this.#checked.free(delta);
  }
}

/** @throws {SpikefedError} `store/corrupt`, those of `readUpdate` */
export function readDelta(
  { file, sha256 }: UpdateFile,
  { layout, length, encoding }: AverageInput["shape"],
): Float32Array<ArrayBuffer> {
  const bytes = readFileSync(file);
  checkIntact(file, bytes, sha256);
  return readUpdate(bytes, layout, length, encoding);
}

export function clientUpdate(
  { client, samples, staleness = 0 }: UpdateFile,
  delta: Float32Array,
): ClientUpdate {
  return { client, delta, samples, staleness };
}

function nameOf({ client, sha256, samples, staleness = 0 }: UpdateFile): string {
  return `${client} ${sha256} ${samples} ${staleness}`;
}

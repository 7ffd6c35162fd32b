// The files of a round's updates become the file of the next model, as the strategy says.

import { readFile } from "node:fs/promises";

import {
  createStrategy,
  deviationFrom,
  readServerState,
  readState,
  varianceSlots,
  writeServerState,
  writeState,
  type AggregateNotes,
  type ClientUpdate,
  type ServerState,
} from "@spikefed/fl-core";
import { SpikefedError, type StrategyChoice } from "@spikefed/protocol";

import { checkIntact, sha256Of, writeModel, type ModelShape } from "./aggregation.ts";
import { withoutTrailer, withTrailer } from "./checked-bytes.ts";
import { writeDurably } from "./durable-file.ts";
import { clientUpdate, readDelta, type RoundTally, type Tallied } from "./round-tally.ts";
import { blobPath, serverStatePath } from "./run-folder.ts";

export interface AverageInput {
  shape: ModelShape;
  /** Folder of the model files. */
  models: string;
  /** The model that the round started from. */
  base: { hash: string; version: number };
  /** Of the model that is made; not always the next number after the base's. */
  version: number;
  updates: readonly UpdateFile[];
  strategy: StrategyChoice;
}

export interface UpdateFile {
  client: number;
  file: string;
  /** What its bytes must be. */
  sha256: string;
  samples: number;
  /** Models made since the one that it started from; left out: none. */
  staleness?: number;
}

export interface AverageOutput {
  hash: string;
  bytes: number;
  notes: AggregateNotes;
  /** sha256 of the file of what the strategy remembers; null: nothing. */
  serverState: string | null;
  /** FedSNN's model deviation of each update, in their order. */
  deviations: number[];
}

/**
 * Aggregates a round. What the strategy remembers and then the model are on the disk when this
 * resolves, so a model that has been told of can always be gone on from. The same input gives the
 * same files: a round that was cut off here is simply aggregated again.
 *
 * Updates are read one at a time and block the thread meanwhile: call it in a worker.
 *
 * @param tally of this round: updates that are in it are not read again
 * @throws {SpikefedError} those of `Strategy.aggregate`, of `readUpdate` and `readState`;
 *   `store/corrupt` when model or update are not the bytes that were written;
 *   `aggregate/server-state` when the state that belongs to the base cannot be read.
 */
export async function average(
  input: AverageInput,
  tally: RoundTally | null = null,
): Promise<AverageOutput> {
  const { models, base, version } = input;
  const isFirst = base.version === 0;
  const { remembers } = createStrategy(input.strategy);
  const { model, serverState, ...told } = nextModel({
    ...input,
    base: await readBase(input),
    server: remembers && !isFirst ? await readServer(input) : null,
    tallied: tally?.complete(input) ?? null,
  });
  const { notes, deviations } = told;
  if (serverState === null)
    return { ...(await writeModel(models, model)), notes, deviations, serverState };
  const next = { hash: sha256Of(model), version };
  await writeDurably(serverStatePath(models, next), serverState, { as: "server-state" });
  const written = await writeModel(models, model);
  return { ...written, notes, deviations, serverState: sha256Of(serverState) };
}

export interface NextModel {
  /** The file of the model. */
  model: Uint8Array<ArrayBuffer>;
  /** What the strategy remembers, and the file of it; null: nothing. */
  server: ServerState | null;
  serverState: Uint8Array | null;
  notes: AggregateNotes;
  /** FedSNN's model deviation of each update, in their order. */
  deviations: number[];
}

/**
 * The next model, out of the file of the base and those of the updates. Writes nothing.
 *
 * @param input.tallied What the updates have come to; left out or null: they are read.
 * @throws {SpikefedError} those of `Strategy.aggregate`, of `readUpdate` and `readState`;
 *   `store/corrupt` for an update that is not the bytes that were written.
 */
export function nextModel(
  input: Pick<AverageInput, "shape" | "updates" | "strategy"> & {
    base: Uint8Array;
    server: ServerState | null;
    tallied?: Tallied | null;
  },
): NextModel {
  const { layout, length, trainable } = input.shape;
  const { server: before, tallied = null } = input;
  const base = readState(input.base, layout, length);
  const given = { base, server: before, trainable, nonNegative: varianceSlots(layout) };
  const deviations: number[] = tallied?.deviations ?? [];
  const { model, server, notes } = tallied
    ? tallied.sum.aggregate(given)
    : createStrategy(input.strategy).aggregate({
        ...{ ...given, updates: readUpdates(input, base, deviations) },
      });
  const serverState = server && withTrailer(writeServerState(server));
  return { model: writeState(layout, model), server, serverState, notes, deviations };
}

/** Measures each update as it goes by: the round never has two in memory for it. */
function* readUpdates(
  { updates, shape }: Pick<AverageInput, "updates" | "shape">,
  base: Float32Array,
  deviations: number[],
): Generator<ClientUpdate> {
  const deviation = deviationFrom(shape.layout, base);
  for (const update of updates) {
    const delta = readDelta(update, shape);
    deviations.push(deviation(delta));
    yield clientUpdate(update, delta);
  }
}

async function readBase({ models, base }: AverageInput): Promise<Buffer> {
  const file = blobPath(models, base.hash);
  const bytes = await readFile(file);
  checkIntact(file, bytes, base.hash);
  return bytes;
}

async function readServer({ models, base, strategy }: AverageInput): Promise<ServerState> {
  try {
    return readServerState(withoutTrailer(await readFile(serverStatePath(models, base))));
  } catch (error) {
    const why = error instanceof SpikefedError ? error.fact : (error as Error).message;
    const facts = { strategy: strategy.kind, why };
    throw new SpikefedError("aggregate/server-state", facts, { cause: error });
  }
}

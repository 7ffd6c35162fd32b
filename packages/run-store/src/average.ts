// The files of a round's updates become the file of the next model, as the strategy says.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

import {
  createStrategy,
  readServerState,
  readState,
  readUpdate,
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
import { blobPath, serverStatePath } from "./run-folder.ts";

export interface AverageInput {
  shape: ModelShape;
  /** Folder of the model files. */
  models: string;
  /** The model that the round started from. */
  base: { hash: string; version: number };
  updates: { client: number; file: string; sha256: string; samples: number }[];
  strategy: StrategyChoice;
}

export interface AverageOutput {
  hash: string;
  bytes: number;
  notes: AggregateNotes;
}

/**
 * Aggregates a round. What the strategy remembers and then the model are on the disk when this
 * resolves, so a model that has been told of can always be gone on from. The same input gives the
 * same files: a round that was cut off here is simply aggregated again.
 *
 * Updates are read one at a time and block the thread meanwhile: call it in a worker.
 *
 * @throws {SpikefedError} those of `Strategy.aggregate`, of `readUpdate` and `readState`;
 *   `store/corrupt` when model or update are not the bytes that were written;
 *   `aggregate/server-state` when the state that belongs to the base cannot be read.
 */
export async function average(input: AverageInput): Promise<AverageOutput> {
  const { shape, models, base } = input;
  const { layout, length, trainable } = shape;
  const strategy = createStrategy(input.strategy);
  const isFirst = base.version === 0;
  const { model, server, notes } = strategy.aggregate({
    base: readState(await readBase(input), layout, length),
    updates: readUpdates(input),
    server: strategy.remembers && !isFirst ? await readServer(input) : null,
    trainable,
    nonNegative: varianceSlots(layout),
  });
  const written = writeState(layout, model);
  if (server === null) return { ...(await writeModel(models, written)), notes };
  const next = { hash: sha256Of(written), version: base.version + 1 };
  const state = withTrailer(writeServerState(server));
  await writeDurably(serverStatePath(models, next), state, { as: "server-state" });
  return { ...(await writeModel(models, written)), notes };
}

function* readUpdates({ updates, shape }: AverageInput): Generator<ClientUpdate> {
  for (const { client, file, sha256, samples } of updates) {
    const bytes = readFileSync(file);
    checkIntact(file, bytes, sha256);
    const delta = readUpdate(bytes, shape.layout, shape.length);
    yield { client, delta, samples };
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

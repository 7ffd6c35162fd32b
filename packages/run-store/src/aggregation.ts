// What a round does to the files of a run: check an update that arrived, average those of a round.

import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import {
  addUpdate,
  createSum,
  fedAvg,
  readState,
  readUpdate,
  varianceSlots,
  writeState,
  type Layout,
} from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";

import { flushFile, moveDurably, writeDurably } from "./durable-file.ts";

/** The flat model as files of it are read. */
export interface ModelShape {
  layout: Layout;
  /** P */
  length: number;
}

export interface CheckInput {
  shape: ModelShape;
  /** The file as it was received. */
  part: string;
  /** Its place when it is good. */
  target: string;
  /** As the sender announced it. */
  sha256: string;
}

export interface AverageInput {
  shape: ModelShape;
  /** File of the model that the round started from. */
  base: string;
  updates: { file: string; samples: number }[];
  /** Folder of the model files. */
  models: string;
}

export interface AverageOutput {
  hash: string;
  bytes: number;
}

/**
 * Checks a whole update and moves it to its place; it is on the disk when this resolves.
 *
 * @throws {SpikefedError} `update/checksum`, `update/shape`, `update/not-finite`, `update/range`,
 *   `tensors/corrupt`; the received file is removed then.
 */
export async function checkUpdate({ shape, part, target, sha256 }: CheckInput): Promise<void> {
  try {
    const bytes = await readFile(part);
    const got = sha256Of(bytes);
    if (got !== sha256) throw new SpikefedError("update/checksum", { got, want: sha256 });
    readUpdate(bytes, shape.layout, shape.length);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await flushFile(part);
  await moveDurably(part, target);
}

/** FedAvg of a round's updates; the new model is on the disk when this resolves. */
export async function average({
  shape,
  base,
  updates,
  models,
}: AverageInput): Promise<AverageOutput> {
  const { layout, length } = shape;
  const sum = createSum(length);
  for (const { file, samples } of updates) {
    addUpdate(sum, readUpdate(await readFile(file), layout, length), samples);
  }
  const state = readState(await readFile(base), layout, length);
  return writeModel(models, writeState(layout, fedAvg(state, sum, varianceSlots(layout))));
}

/** Writes a model under its hash. */
export async function writeModel(models: string, bytes: Uint8Array): Promise<AverageOutput> {
  const hash = sha256Of(bytes);
  await writeDurably(join(models, hash), bytes);
  return { hash, bytes: bytes.length };
}

/** Removes the updates of a round that is averaged and logged. One that cannot be does no harm. */
export async function forgetUpdates(files: readonly string[]): Promise<void> {
  await Promise.allSettled(files.map((file) => rm(file, { force: true })));
}

/** A model whose file does not have the hash it is named by must not be served or trained on. */
export async function isIntact(file: string): Promise<boolean> {
  const name = file.slice(dirname(file).length + 1);
  const bytes = await readFile(file).catch(() => null); // null: it is not there
  return bytes !== null && sha256Of(bytes) === name;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

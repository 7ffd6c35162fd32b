// The files of updates and models: checked as they arrive, written, removed.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";

import { failpoint } from "@spikefed/failpoints";
import { readUpdate, type Layout } from "@spikefed/fl-core";
import { SpikefedError, type UpdateEncoding } from "@spikefed/protocol";

import { CheckedUpdates } from "./checked-updates.ts";
import { flushFile, moveDurably, writeDurably, writeError } from "./durable-file.ts";

/** The flat model as files of it are read, and of its updates. */
export interface ModelShape {
  layout: Layout;
  /** P */
  length: number;
  /** Leading values that are parameters; running statistics follow. */
  trainable: number;
  /** How updates of it are written. */
  encoding: UpdateEncoding;
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

/**
 * Checks a whole update and moves it to its place; it is on the disk when this resolves. Reading and
 * checking block the thread, so that one update is in memory at a time, however many wait for the disk.
 *
 * @param checked gets its numbers, for whoever sums them
 * @throws {SpikefedError} `update/checksum`, those of `readUpdate`, `store/full`, `store/write`; the
 *   received file is removed then.
 */
export async function checkUpdate(
  input: CheckInput,
  checked = new CheckedUpdates(),
): Promise<void> {
  const { part, target } = input;
  failpoint("update:received");
  try {
    checkBytes(input, checked);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  failpoint("update:checked");
  try {
    await flushFile(part);
    failpoint("update:flushed");
    await moveDurably(part, target, { onRenamed: () => failpoint("update:renamed") });
  } catch (error) {
    checked.drop(target);
    await rm(part, { force: true }); // an error of the flush: nobody knows what is in it
    throw writeError(target, error);
  }
  failpoint("update:durable");
}

function checkBytes({ shape, part, target, sha256 }: CheckInput, checked: CheckedUpdates): void {
  const bytes = readFileSync(part);
  const got = sha256Of(bytes);
  if (got !== sha256) throw new SpikefedError("update/checksum", { got, want: sha256 });
  const { layout, length, encoding } = shape;
  const into = checked.blank(length);
  checked.put(target, readUpdate(bytes, layout, length, encoding, into));
}

/**
 * Gives a checked update another name; it is on the disk under that one when this resolves.
 *
 * @throws {SpikefedError} `store/full`, `store/write`
 */
export async function moveUpdate(file: string, target: string): Promise<void> {
  try {
    await moveDurably(file, target, { onRenamed: () => failpoint("update:moved") });
  } catch (error) {
    throw writeError(target, error);
  }
}

/** Writes a model under its hash. */
export async function writeModel(
  models: string,
  bytes: Uint8Array,
): Promise<{ hash: string; bytes: number }> {
  const hash = sha256Of(bytes);
  await writeDurably(join(models, hash), bytes, { as: "model" });
  return { hash, bytes: bytes.length };
}

/** Removes the updates of a round that is averaged and logged. One that cannot be does no harm. */
export async function forgetUpdates(files: readonly string[]): Promise<void> {
  await Promise.allSettled(files.map((file) => rm(file, { force: true })));
}

/** The bytes of a file that has this hash; null: it is missing or damaged, and of no use. */
export async function readIntact(file: string, sha256: string): Promise<Buffer | null> {
  const bytes = await readFile(file).catch(() => null); // null: it is not there
  return bytes !== null && sha256Of(bytes) === sha256 ? bytes : null;
}

/** @throws {SpikefedError} `store/corrupt` when these are not the bytes that were written. */
export function checkIntact(file: string, bytes: Uint8Array, sha256: string): void {
  if (sha256Of(bytes) === sha256) return;
  throw new SpikefedError("store/corrupt", { file, why: "its checksum is wrong" });
}

/** A model whose file does not have the hash it is named by must not be served or trained on. */
export async function isIntact(file: string): Promise<boolean> {
  return (await readIntact(file, basename(file))) !== null;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

// The files of updates and models: checked as they arrive, written, removed.

import { createHash } from "node:crypto";
import { fstatSync, readSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";

import { failpoint } from "@spikefed/failpoints";
import { readUpdate, type Layout } from "@spikefed/fl-core";
import { SpikefedError, type UpdateEncoding } from "@spikefed/protocol";

import { CheckedUpdates } from "./checked-updates.ts";
import { moveDurably, writeDurably, writeError } from "./durable-file.ts";

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
    const file = await open(part, "r+"); // some systems flush only what may be written
    try {
      checkBytes(input, file.fd, checked);
      failpoint("update:checked");
      await tellingWhich(target, () => file.datasync());
      failpoint("update:flushed");
    } finally {
      await file.close();
    }
    const onRenamed = () => failpoint("update:renamed");
    await tellingWhich(target, () => moveDurably(part, target, { onRenamed }));
  } catch (error) {
    checked.drop(target);
    await rm(part, { force: true }); // an error of the flush: nobody knows what is in it
    throw error;
  }
  failpoint("update:durable");
}

function checkBytes(
  { shape, target, sha256 }: CheckInput,
  file: number,
  checked: CheckedUpdates,
): void {
  const bytes = readInto(checked.fileBytes(fstatSync(file).size), file);
  const got = sha256Of(bytes);
  if (got !== sha256) throw new SpikefedError("update/checksum", { got, want: sha256 });
  const { layout, length, encoding } = shape;
  const into = checked.blank(length);
  checked.put(target, readUpdate(bytes, layout, length, encoding, into));
}

/** The file from its beginning; less than there is memory for, where it ends before. */
function readInto(bytes: Uint8Array<ArrayBuffer>, file: number): Uint8Array<ArrayBuffer> {
  let end = 0;
  for (let got = -1; got !== 0 && end < bytes.length; end += got) {
    got = readSync(file, bytes, end, bytes.length - end, end);
  }
  return bytes.subarray(0, end);
}

/**
 * Gives a checked update another name; it is on the disk under that one when this resolves.
 *
 * @throws {SpikefedError} `store/full`, `store/write`
 */
export async function moveUpdate(file: string, target: string): Promise<void> {
  const onRenamed = () => failpoint("update:moved");
  await tellingWhich(target, () => moveDurably(file, target, { onRenamed }));
}

/** What the disk refuses is an error of this file; others stay as they are. */
async function tellingWhich(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw writeError(file, error);
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

/**
 * Removes the updates of a round that is averaged and logged, one after the other: a thousand at
 * once keep everybody else from the disk.
 */
export async function forgetUpdates(files: readonly string[]): Promise<void> {
  for (const file of files) {
    await rm(file, { force: true }).catch(() => undefined); // one that stays does no harm
  }
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

// A dataset kept on disk: train.bin and test.bin with the official records, and manifest.json,
// written last, with their sizes and sha256. What is read was verified.

import { createHash, type Hash } from "node:crypto";
import { open, readFile, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { SpikefedError } from "@spikefed/protocol";
import { cacheWriteError, writeAtomically } from "./atomic-file.ts";
import { readManifest, type FileEntry, type Manifest } from "./cache-manifest.ts";
import type { Counts, OnProgress } from "./dataset.ts";
import {
  emptySet,
  joinRecords,
  splitRecords,
  type RecordFormat,
  type RecordSet,
  type RecordSets,
} from "./record-format.ts";

/** Images a read or a write: 3 MB. */
const CHUNK = 1000;

export interface Kept {
  manifest: Manifest;
  sets: RecordSets;
}

interface Place {
  folder: string;
  format: RecordFormat;
  onProgress?: OnProgress | undefined;
}

type Part = "train" | "test";

/** The manifest alone, or null when the folder keeps nothing. @throws data/corrupt */
export async function keptManifest(folder: string): Promise<Manifest | null> {
  const path = join(folder, "manifest.json");
  try {
    return readManifest(await readFile(path, "utf8"), path);
  } catch (error) {
    if (error instanceof SpikefedError) throw error;
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw notReadable(path, error);
  }
}

/**
 * Reads and verifies the kept dataset in one pass; null when the folder keeps nothing.
 * @throws data/corrupt, data/short or data/label-range naming the file
 */
export async function readKept(place: Place & { counts: Counts }): Promise<Kept | null> {
  const { folder, format, counts, onProgress } = place;
  const manifest = await keptManifest(folder);
  if (!manifest) return null;
  const total = (counts.train + counts.test) * format.recordBytes;
  const whole = createHash("sha256");
  let done = 0;
  const read = async (part: Part): Promise<RecordSet> => {
    const file = { path: join(folder, `${part}.bin`), entry: manifest.files[part] };
    checkCount(file, counts[part]);
    return readRecords(format, file, (chunk) => {
      whole.update(chunk);
      onProgress?.({ step: "read", done: (done += chunk.length), total });
    });
  };
  return { manifest, sets: { train: await read("train"), test: await read("test") } };
}

function checkCount(file: { path: string; entry: FileEntry }, want: number): void {
  if (file.entry.records === want) return;
  const why = `its manifest names ${file.entry.records} records, ${want} are needed`;
  throw new SpikefedError("data/corrupt", { file: file.path, why });
}

async function readRecords(
  format: RecordFormat,
  { path, entry }: { path: string; entry: FileEntry },
  onChunk: (chunk: Uint8Array) => void,
): Promise<RecordSet> {
  const file = await openKept(path);
  try {
    await checkSize(file, path, entry.records * format.recordBytes);
    const set = emptySet(format, entry.records);
    const hash = createHash("sha256");
    const buffer = new Uint8Array(CHUNK * format.recordBytes);
    for (let at = 0; at < set.count; at += CHUNK) {
      const bytes = buffer.subarray(0, Math.min(CHUNK, set.count - at) * format.recordBytes);
      await fillFrom(file, bytes, path);
      hash.update(bytes);
      onChunk(bytes);
      splitRecords(format, { bytes, file: path }, set, at);
    }
    checkHash(hash, path, entry.sha256);
    return set;
  } finally {
    await file.close();
  }
}

async function openKept(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    throw notReadable(path, cause);
  }
}

function notReadable(file: string, cause: unknown): SpikefedError {
  const why = `it cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
  return new SpikefedError("data/corrupt", { file, why }, { cause });
}

async function checkSize(file: FileHandle, path: string, want: number): Promise<void> {
  const { size } = await file.stat();
  if (size < want) throw new SpikefedError("data/short", { file: path, got: size, want });
  if (size === want) return;
  const why = `it has ${size} bytes, ${want} are right`;
  throw new SpikefedError("data/corrupt", { file: path, why });
}

async function fillFrom(file: FileHandle, bytes: Uint8Array, path: string): Promise<void> {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled);
    if (bytesRead === 0) {
      throw new SpikefedError("data/short", { file: path, got: filled, want: bytes.length });
    }
    filled += bytesRead;
  }
}

function checkHash(hash: Hash, path: string, want: string): void {
  const got = hash.digest("hex");
  if (got === want) return;
  throw new SpikefedError("data/corrupt", { file: path, why: `its sha256 is ${got}, not ${want}` });
}

/**
 * Keeps a dataset, in place of the one that is kept now.
 * @returns the manifest that was written
 * @throws data/cache-write
 */
export async function keep(
  place: Place,
  sets: RecordSets,
  facts: Pick<Manifest, "source" | "url" | "classes">,
): Promise<Manifest> {
  const { folder, format, onProgress } = place;
  const total = (sets.train.count + sets.test.count) * format.recordBytes;
  const whole = createHash("sha256");
  let done = 0;
  const write = (part: Part): Promise<FileEntry> =>
    writeRecords(join(folder, `${part}.bin`), { format, set: sets[part] }, (chunk) => {
      whole.update(chunk);
      onProgress?.({ step: "write", done: (done += chunk.length), total });
    });
  await forget(folder);
  const files = { train: await write("train"), test: await write("test") };
  const sha256 = whole.digest("hex");
  const manifest: Manifest = { format: 1, dataset: format.name, ...facts, files, sha256 };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeAtomically(join(folder, "manifest.json"), (file) => file.writeFile(text));
  return manifest;
}

/**
 * Lets go of what `folder` keeps: the manifest first, so that no half of it is ever read.
 * @throws data/cache-write
 */
export async function forget(folder: string): Promise<void> {
  for (const name of ["manifest.json", "train.bin", "test.bin"]) {
    const path = join(folder, name);
    await rm(path, { force: true }).catch((error: unknown) => {
      throw cacheWriteError(path, error);
    });
  }
}

function writeRecords(
  path: string,
  { format, set }: { format: RecordFormat; set: RecordSet },
  onChunk: (chunk: Uint8Array) => void,
): Promise<FileEntry> {
  return writeAtomically(path, async (file) => {
    const hash = createHash("sha256");
    for (let at = 0; at < set.count; at += CHUNK) {
      const bytes = joinRecords(format, set, at, Math.min(at + CHUNK, set.count));
      await file.writeFile(bytes);
      hash.update(bytes);
      onChunk(bytes);
    }
    const bytes = set.count * format.recordBytes;
    return { records: set.count, bytes, sha256: hash.digest("hex") };
  });
}

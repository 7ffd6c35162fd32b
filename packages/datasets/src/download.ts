// One HTTP download into a file: byte progress, checksum, and an end when nothing comes any more.

import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { SpikefedError } from "@spikefed/protocol";
import { cacheWriteError } from "./atomic-file.ts";
import type { OnProgress } from "./dataset.ts";

/** Progress is told once a megabyte. */
const PROGRESS_BYTES = 2 ** 20;

export interface Download {
  url: string;
  /** Path of the file, which must not exist. */
  to: string;
  /** What it is, for errors. */
  name: string;
  onProgress?: OnProgress | undefined;
  /** Gives up when no byte came for so long. */
  stallMs?: number;
  /** Gives up when there are more bytes. */
  mostBytes?: number;
}

/**
 * @returns the integrity of the bytes, "sha512-" and base64
 * @throws data/unreachable (no connection, HTTP error, cut off, stalled), data/cache-write
 */
export async function download(job: Download): Promise<string> {
  const file = await open(job.to, "wx").catch((error: unknown) => {
    throw cacheWriteError(job.to, error);
  });
  const stall = new AbortController();
  try {
    return await receive(job, file, stall);
  } catch (cause) {
    if (cause instanceof SpikefedError) throw cause;
    const why = stall.signal.aborted ? `no byte came for ${stallMs(job) / 1000} s` : reason(cause);
    throw new SpikefedError("data/unreachable", { name: job.name, why }, { cause });
  } finally {
    await file.close();
  }
}

async function receive(job: Download, file: FileHandle, stall: AbortController): Promise<string> {
  const hash = createHash("sha512");
  let timer = setTimeout(() => stall.abort(), stallMs(job));
  try {
    const { chunks, total } = await request(job, stall.signal);
    let done = 0;
    let told = 0;
    for await (const chunk of chunks) {
      clearTimeout(timer);
      hash.update(chunk);
      await writeChunk(job, file, chunk);
      done += chunk.length;
      if (done > (job.mostBytes ?? Infinity)) throw tooLong(job);
      if (done - told >= PROGRESS_BYTES) job.onProgress?.({ step: "fetch", done, total });
      if (done - told >= PROGRESS_BYTES) told = done;
      timer = setTimeout(() => stall.abort(), stallMs(job));
    }
    job.onProgress?.({ step: "fetch", done, total });
    return `sha512-${hash.digest("base64")}`;
  } finally {
    clearTimeout(timer);
  }
}

async function request({ url, name }: Download, signal: AbortSignal) {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const why = `the server answered HTTP ${response.status}`;
    throw new SpikefedError("data/unreachable", { name, why });
  }
  const length = Number(response.headers.get("content-length"));
  const encoded = response.headers.has("content-encoding"); // then the length is of other bytes
  const chunks = response.body as unknown as AsyncIterable<Uint8Array>; // Node's body iterates
  return { chunks, total: length > 0 && !encoded ? length : null };
}

async function writeChunk(job: Download, file: FileHandle, chunk: Uint8Array): Promise<void> {
  try {
    await file.writeFile(chunk);
  } catch (error) {
    throw cacheWriteError(job.to, error);
  }
}

function tooLong({ name, mostBytes = Infinity }: Download): SpikefedError {
  const why = `the server sends more than ${mostBytes} bytes`;
  return new SpikefedError("data/corrupt", { file: name, why });
}

function stallMs({ stallMs = 30_000 }: Download): number {
  return stallMs;
}

/** fetch only says "fetch failed"; the cause says why. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return error.cause.message || error.cause.name;
  return error.message;
}

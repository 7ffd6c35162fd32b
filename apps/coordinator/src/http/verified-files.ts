// Files that are named by their hash, read whole and checked before a byte of them leaves.

import { readFile } from "node:fs/promises";

import { SpikefedError } from "@spikefed/protocol";
import { sha256Of } from "@spikefed/run-store";

/** Everybody asks for the newest model; a few may still load the one before. */
const MAX_KEPT = 2;

export class VerifiedFiles {
  /** By hash, the one that was asked for last at the end. */
  readonly #kept = new Map<string, Uint8Array>();
  /** Many ask for the same file at once: it is read once. */
  readonly #reading = new Map<string, Promise<Uint8Array | null>>();

  /**
   * Null when there is no such file.
   *
   * @throws {SpikefedError} `store/corrupt` when the file does not have this hash.
   */
  async read(file: string, sha256: string): Promise<Uint8Array | null> {
    const kept = this.#kept.get(sha256);
    if (kept) return this.#keep(sha256, kept);
    const reading = this.#reading.get(sha256) ?? readVerified(file, sha256);
    this.#reading.set(sha256, reading);
    try {
      const bytes = await reading;
      return bytes && this.#keep(sha256, bytes);
    } finally {
      this.#reading.delete(sha256);
    }
  }

  #keep(sha256: string, bytes: Uint8Array): Uint8Array {
    this.#kept.delete(sha256);
    this.#kept.set(sha256, bytes);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return bytes;
  }
}

async function readVerified(file: string, sha256: string): Promise<Uint8Array | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EISDIR") return null;
    throw error;
  }
  if (sha256Of(bytes) === sha256) return bytes;
  throw new SpikefedError("store/corrupt", { file, why: "its checksum is wrong" });
}

// The files that updates are received into. They stay open while pieces arrive, but only so many: a
// crowd that sends slowly has its files opened again.

import { open, rm, stat, type FileHandle } from "node:fs/promises";

import { failpoint } from "@spikefed/failpoints";
import { writeError } from "@spikefed/run-store";

/** Files that are open and not in use. */
const MAX_IDLE = 64;

/** Calls for one file come one after the other, as the pieces of an update do. */
export class PartFiles {
  readonly #maxIdle: number;
  /** The longest unused first. */
  readonly #idle = new Map<string, FileHandle>();

  constructor(maxIdle = MAX_IDLE) {
    this.#maxIdle = maxIdle;
  }

  /**
   * Makes the file, or goes on with what an earlier process received: the checksum at the end is over
   * everything.
   *
   * @param limit a longer one is begun anew
   * @returns bytes that are in it
   * @throws {SpikefedError} `store/full`, `store/write`
   */
  async start(part: string, limit: number): Promise<number> {
    try {
      await this.#keep(part, await open(part, "wx"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw writeError(part, error);
      return this.#goOn(part, limit);
    }
    failpoint("part:made");
    return 0;
  }

  /** Resolves when all of it is in the file. After an error the file is of no use. */
  async write(part: string, data: Uint8Array, position: number): Promise<void> {
    failpoint("piece:unwritten");
    const file = await this.#take(part);
    try {
      for (let at = 0; at < data.byteLength;) {
        at += (await file.write(data, at, data.byteLength - at, position + at)).bytesWritten;
      }
    } finally {
      await this.#keep(part, file);
    }
    failpoint("piece:written");
  }

  /** It is whole, or not wanted any more. */
  async close(part: string): Promise<void> {
    const file = this.#idle.get(part);
    this.#idle.delete(part);
    await file?.close();
  }

  async remove(part: string): Promise<void> {
    await this.close(part);
    await rm(part, { force: true });
  }

  async #goOn(part: string, limit: number): Promise<number> {
    try {
      const { size } = await stat(part);
      if (size <= limit) return size;
      await this.#keep(part, await open(part, "w"));
      return 0;
    } catch (error) {
      throw writeError(part, error);
    }
  }

  async #take(part: string): Promise<FileHandle> {
    const file = this.#idle.get(part) ?? (await open(part, "r+"));
    this.#idle.delete(part);
    return file;
  }

  async #keep(part: string, file: FileHandle): Promise<void> {
    await this.close(part); // two connections may have begun the same update
    this.#idle.set(part, file);
    const [longest] = this.#idle.size > this.#maxIdle ? this.#idle.keys() : [];
    if (longest !== undefined) await this.close(longest);
  }
}

// Who has a place in the run, on disk: a restarted coordinator knows its volunteers again.
// Tokens are kept as sha256 only.

import { readFile } from "node:fs/promises";

import type { Device } from "@spikefed/protocol";

import { writeDurably } from "./durable-file.ts";

export interface Identity {
  /** Number in the run log, from 1. */
  client: number;
  clientId: string;
  /** Hex sha256 of the resume token. */
  tokenHash: string;
  name: string;
  shard: number;
  device: Device;
}

export async function readIdentities(file: string): Promise<Identity[]> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Identity[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Writes the newest list; calls that come during a write share the next one. */
export class IdentityFile {
  readonly #file: string;
  readonly #list: () => Identity[];
  #writing: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(file: string, list: () => Identity[]) {
    this.#file = file;
    this.#list = list;
  }

  /** Resolves when a list that is not older than this call is on the disk. */
  save(): Promise<void> {
    if (this.#writing === null) return this.#write();
    this.#next ??= this.#writing
      .catch(() => undefined) // told to those who waited for it
      .then(() => this.#write());
    return this.#next;
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    while (this.#writing) await (this.#next ?? this.#writing).catch(() => undefined);
  }

  #write(): Promise<void> {
    this.#next = null;
    const writing = writeDurably(this.#file, JSON.stringify(this.#list()), { mode: 0o600 }).finally(
      () => {
        if (this.#writing === writing) this.#writing = null;
      },
    );
    this.#writing = writing;
    return writing;
  }
}

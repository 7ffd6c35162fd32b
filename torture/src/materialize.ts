// The files of a data folder as a real folder that recovery can run on; bytes that many states share
// are written once.

import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Smaller ones may be changed in place by recovery, and are cheap to write. */
const SHARED_BYTES = 20_000;

export interface FolderState {
  /** Parents before children. */
  folders: string[];
  /** By path. */
  files: ReadonlyMap<string, Uint8Array>;
}

export class Materializer {
  readonly #pool: string;
  readonly #target: string;
  /** What came once may never come again. */
  readonly #seen = new WeakSet<Uint8Array>();
  readonly #known = new WeakMap<Uint8Array, string>();

  /** @param folder in memory, where the system has such a place */
  constructor(folder: string) {
    this.#pool = join(folder, "pool");
    this.#target = join(folder, "state");
    mkdirSync(this.#pool, { recursive: true });
  }

  /** @returns the folder; the one of before is gone */
  put({ folders, files }: FolderState): string {
    rmSync(this.#target, { recursive: true, force: true });
    mkdirSync(this.#target);
    for (const folder of folders) mkdirSync(join(this.#target, folder), { recursive: true });
    for (const [path, bytes] of files) this.#putFile(join(this.#target, path), bytes);
    return this.#target;
  }

  #putFile(file: string, bytes: Uint8Array): void {
    const isLog = file.endsWith(".jsonl");
    const isShared = this.#seen.has(bytes);
    this.#seen.add(bytes);
    if (isLog || !isShared || bytes.length < SHARED_BYTES) return writeFileSync(file, bytes);
    const pooled = join(this.#pool, this.#hashOf(bytes));
    if (!existsSync(pooled)) writeFileSync(pooled, bytes);
    linkSync(pooled, file);
  }

  #hashOf(bytes: Uint8Array): string {
    const known = this.#known.get(bytes);
    if (known !== undefined) return known;
    const hash = createHash("sha256").update(bytes).digest("hex");
    this.#known.set(bytes, hash);
    return hash;
  }
}

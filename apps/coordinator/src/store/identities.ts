// Who has a place in the run, on disk: a restarted coordinator knows its volunteers again.
// Tokens are kept as sha256 only.

import { readFile, rename } from "node:fs/promises";

import { SpikefedError, type Device } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";

export interface Identity {
  /** Number in the run log, from 1. */
  client: number;
  clientId: string;
  /** Hex sha256 of the resume token. */
  tokenHash: string;
  /** Public key that alone may come back as this one, hex; left out: it has shown none. */
  key?: string;
  name: string;
  /** The host has named it: a new run does not ask it again. */
  renamed?: true;
  shard: number;
  device: Device;
}

export interface SavedIdentities {
  list: Identity[];
  /** What is wrong with the file, as a sentence; null when nothing. */
  warning: string | null;
}

/** A damaged file is set aside: the run goes on, and its volunteers join as new ones. */
export async function readIdentities(file: string, nowMs: number): Promise<SavedIdentities> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { list: [], warning: null };
    throw error;
  }
  const list = parseIdentities(text);
  if (list !== null) return { list, warning: null };
  const aside = `${file}.damaged-${nowMs}`;
  await rename(file, aside);
  const why = "it is no list of volunteers, who get new places now";
  const { message } = new SpikefedError("store/corrupt", { file, why });
  return { list: [], warning: `${message} The damaged file is kept as ${aside}.` };
}

/** Null when the text is not what `IdentityFile` writes. */
function parseIdentities(text: string): Identity[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(isIdentity) ? list : null;
  } catch {
    return null;
  }
}

function isIdentity(value: unknown): value is Identity {
  if (typeof value !== "object" || value === null) return false;
  const { client, clientId, tokenHash, key, name, shard, device } = value as Record<
    string,
    unknown
  >;
  const areNumbers = [client, shard].every((number) => Number.isSafeInteger(number));
  const areTexts = [clientId, tokenHash, name, key ?? ""].every((text) => typeof text === "string");
  return areNumbers && areTexts && typeof device === "object" && device !== null;
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
    const writing = writeDurably(this.#file, JSON.stringify(this.#list()), {
      ...{ mode: 0o600, as: "identities" },
    }).finally(() => {
      // Who calls before the next write begins waits for that one: two at once could end with the older.
      if (this.#next === null) this.#writing = null;
    });
    this.#writing = writing;
    return writing;
  }
}

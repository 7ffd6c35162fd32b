// The run log on disk: append-only JSON Lines. An event counts when its line is flushed; only
// then is it told to anybody. Lines that wait for the disk are flushed together.

import { open, rename, truncate, type FileHandle } from "node:fs/promises";

import type { LogBody, LogEvent, SpikefedError } from "@spikefed/protocol";

import { writeDurably, writeError } from "./durable-file.ts";
import { readLog } from "./read-log.ts";

export interface RunLogOptions {
  file: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Told of events once they are on the disk, in order. */
  onDurable: (events: LogEvent[]) => void;
  /** Told when a line cannot be written: nothing after it may be trusted. */
  onFailure: (error: SpikefedError) => void;
}

export interface OpenedLog {
  log: RunLog;
  /** What was repaired, as a sentence; null when nothing. */
  warning: string | null;
}

/** Opens a log, cuts off a torn last line, and sets a damaged file aside. */
export async function openRunLog(options: RunLogOptions): Promise<OpenedLog> {
  const { file } = options;
  const saved = await readLog(file);
  let warning: string | null = null;
  if (saved.damage) {
    const aside = `${file}.damaged-${options.now()}`;
    await rename(file, aside);
    await writeDurably(file, saved.events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    warning = `${saved.damage.message} The damaged file is kept as ${aside}.`;
  } else if (saved.torn) {
    await truncate(file, saved.goodBytes);
    warning = `${file} ended in the middle of line ${saved.events.length + 1}; that line is cut off.`;
  }
  const handle = await open(file, "a");
  return { log: new RunLog(handle, saved.events, options), warning };
}

interface Waiting {
  event: LogEvent;
  done: () => void;
  failed: (error: SpikefedError) => void;
}

export class RunLog {
  /** Events that are on the disk. */
  readonly events: LogEvent[];
  readonly #handle: FileHandle;
  readonly #options: RunLogOptions;
  #nextSeq: number;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  #failure: SpikefedError | null = null;
  #closed = false;

  constructor(handle: FileHandle, events: LogEvent[], options: RunLogOptions) {
    this.#handle = handle;
    this.events = events;
    this.#options = options;
    this.#nextSeq = events.length;
  }

  /** Resolves when the event is on the disk; events keep the order of these calls. */
  append(body: LogBody): Promise<void> {
    if (this.#closed) return Promise.reject(writeError(this.#options.file, "it is closed"));
    if (this.#failure) return Promise.reject(this.#failure);
    const event: LogEvent = { seq: this.#nextSeq++, atMs: this.#options.now(), ...body };
    return new Promise((done, failed) => {
      this.#waiting.push({ event, done, failed });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for the lines that are on their way, then closes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#flushing;
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    await Promise.resolve(); // lines of the same turn go together
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#handle.appendFile(
          batch.map(({ event }) => `${JSON.stringify(event)}\n`).join(""),
        );
        await this.#handle.datasync();
      } catch (error) {
        this.#fail(batch, error);
        break;
      }
      const events = batch.map(({ event }) => event);
      this.events.push(...events);
      this.#options.onDurable(events);
      for (const { done } of batch) done();
    }
    this.#flushing = null;
  }

  #fail(batch: Waiting[], cause: unknown): void {
    this.#failure = writeError(this.#options.file, cause);
    for (const { failed } of [...batch, ...this.#waiting.splice(0)]) failed(this.#failure);
    this.#options.onFailure(this.#failure);
  }
}

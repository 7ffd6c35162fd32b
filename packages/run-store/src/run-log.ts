// The run log on disk: append-only JSON Lines. An event counts when its line is flushed; only
// then is it told to anybody. Lines that wait for the disk are flushed together.

import { open, readFile, truncate, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";

import { failpoint } from "@spikefed/failpoints";
import type { LogBody, LogEvent, SpikefedError } from "@spikefed/protocol";

import { disk, isFull, writeDurably, writeError } from "./durable-file.ts";
import { logLine } from "./log-line.ts";
import { readLog, type SavedLog } from "./read-log.ts";

export interface RunLogOptions {
  file: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Told of events once they are on the disk, in order. */
  onDurable: (events: LogEvent[]) => void;
  /** Told when a line cannot be written: nothing after it may be trusted. */
  onFailure: (error: SpikefedError) => void;
  /**
   * Told that the disk is full; resolves when it is worth trying again. Lines wait meanwhile. Left
   * out, a full disk is a failure like any other.
   */
  onFull?: (error: SpikefedError) => Promise<void>;
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
  const warning = await repair(options, saved);
  const handle = await open(file, "a");
  if (saved.events.length === 0) {
    failpoint("log:created");
    await disk.flushFolder(dirname(file)); // a new file has no name yet that survives a power cut
  }
  return { log: new RunLog(handle, saved, options), warning };
}

async function repair({ file, now }: RunLogOptions, saved: SavedLog): Promise<string | null> {
  const { damage, torn, goodBytes, events } = saved;
  if (damage) {
    const aside = await cutLog(file, goodBytes, now());
    return `${damage.message} The damaged file is kept as ${aside}.`;
  }
  if (!torn) return null;
  await truncate(file, goodBytes);
  failpoint("log:cut");
  return `${file} ended in the middle of line ${events.length + 1}; that line is cut off.`;
}

/**
 * Keeps the first bytes of a log; the whole of it is set aside first, so that at no moment there is
 * no log.
 *
 * @returns where the whole is
 */
export async function cutLog(file: string, goodBytes: number, nowMs: number): Promise<string> {
  const aside = `${file}.damaged-${nowMs}`;
  const bytes = await readFile(file);
  await writeDurably(aside, bytes);
  await writeDurably(file, bytes.subarray(0, goodBytes), { as: "log-repair" });
  return aside;
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
  /** Of the file as far as it is flushed. */
  #goodBytes: number;
  #sum: string;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  #failure: SpikefedError | null = null;
  readonly #closing = withResolver();
  #closed = false;

  constructor(
    handle: FileHandle,
    { events, goodBytes, sum }: Pick<SavedLog, "events" | "goodBytes" | "sum">,
    options: RunLogOptions,
  ) {
    this.#handle = handle;
    this.events = events;
    this.#goodBytes = goodBytes;
    this.#sum = sum;
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

  /** Waits for the lines that are on their way, but not for space; then closes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#closing.resolve();
    await this.#flushing;
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    await Promise.resolve(); // lines of the same turn go together
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#write(batch.map(({ event }) => event));
      } catch (error) {
        this.#fail(batch, error);
        break;
      }
      const events = batch.map(({ event }) => event);
      this.events.push(...events);
      this.#options.onDurable(events);
      for (const { done } of batch) done();
      failpoint("log:told");
    }
    this.#flushing = null;
  }

  /** An error of the flush is final: what it left behind is not known, so it is never tried again. */
  async #write(events: readonly LogEvent[]): Promise<void> {
    let [sum, text] = [this.#sum, ""];
    for (const event of events) {
      const next = logLine(event, sum);
      text += next.line;
      sum = next.sum;
    }
    failpoint("log:unwritten");
    await this.#append(text);
    failpoint("log:written");
    await this.#handle.datasync();
    failpoint("log:durable");
    this.#goodBytes += Buffer.byteLength(text);
    this.#sum = sum;
  }

  /** On a full disk what was written of it is taken back, and tried again when there is space. */
  async #append(text: string): Promise<void> {
    for (;;) {
      try {
        return await this.#handle.appendFile(text);
      } catch (error) {
        const { onFull, file } = this.#options;
        if (!onFull || !isFull(error) || this.#closed) throw error;
        await this.#handle.truncate(this.#goodBytes);
        await Promise.race([onFull(writeError(file, error)), this.#closing.promise]);
      }
    }
  }

  #fail(batch: Waiting[], cause: unknown): void {
    this.#failure = writeError(this.#options.file, cause);
    for (const { failed } of [...batch, ...this.#waiting.splice(0)]) failed(this.#failure);
    this.#options.onFailure(this.#failure);
  }
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

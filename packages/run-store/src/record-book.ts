// The records of a run on disk: `records.jsonl`, one signed record a line. A record is on the disk
// before the line of the run log that names it, and the log is the truth: one that no line names
// was told to nobody, and is made again.

import { createHash } from "node:crypto";
import { copyFile, open, readFile, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";

import { failpoint } from "@spikefed/failpoints";
import {
  evaluationBody,
  roundBody,
  sealedLines,
  type EvaluationBody,
  type RoundBody,
  type RoundFacts,
} from "@spikefed/fl-core";
import {
  canonicalJson,
  type LogBody,
  type LogEvent,
  type RunRecord,
  type SignedRecord,
} from "@spikefed/protocol";

import { sha256Of } from "./aggregation.ts";
import { disk, writeError } from "./durable-file.ts";
import { lineEnd, readPlaces, toldRecords, type RecordPlace } from "./record-lines.ts";
import type { RecordKey } from "./record-key.ts";

export interface RecordBookOptions {
  /** Of the records. */
  file: string;
  /** The run log: its file, and what of it is on the disk. */
  log: { file: string; events: readonly LogEvent[] };
  key: RecordKey;
  software: RunRecord["software"];
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface OpenedBook {
  book: RecordBook;
  /** What is wrong with the records there are, as a sentence; null: nothing. */
  warning: string | null;
}

/** Opens the records of a run. What is missing or damaged among those that were told stays so. */
export async function openRecordBook(options: RecordBookOptions): Promise<OpenedBook> {
  const { file, log, key, now } = options;
  const handle = await openOrMake(file);
  const told = toldRecords(log.events);
  const bytes = await readFile(file);
  const end = lineEnd(bytes, told.length);
  const places = readPlaces(bytes.subarray(0, end));
  const warnings: string[] = [];
  const rest = bytes.subarray(end);
  if (lineEnd(rest, 2) > lineEnd(rest, 1)) {
    const aside = `${file}.damaged-${now()}`;
    await copyFile(file, aside);
    warnings.push(`${file} has records that the run log does not know; it is kept as ${aside}.`);
  }
  if (told.some((hash, at) => places[at]?.hash !== hash)) {
    warnings.push(`${file} lacks records that were told, or has others; an audit names them.`);
  } else if (places.some((place) => place.key !== key.publicKey)) {
    warnings.push(`${file} was signed by another key before; an audit names the change.`);
  }
  await handle.truncate(end);
  const book = new RecordBook(handle, { places, told, end }, options);
  return { book, warning: warnings.join(" ") || null };
}

interface Start {
  places: RecordPlace[];
  told: readonly string[];
  end: number;
}

export class RecordBook {
  readonly #handle: FileHandle;
  readonly #options: RecordBookOptions;
  readonly #places: RecordPlace[];
  #next: { index: number; previous: string | null };
  #end: number;

  constructor(handle: FileHandle, { places, told, end }: Start, options: RecordBookOptions) {
    this.#handle = handle;
    this.#options = options;
    this.#places = places;
    this.#next = { index: told.length, previous: told.at(-1) ?? null };
    this.#end = end;
  }

  /**
   * The record of a round whose model is on the disk, and whose close is in the log there.
   *
   * @returns its hash, once it is on the disk.
   * @throws {SpikefedError} `store/full`, `store/write`: none was added, and it can be tried again.
   */
  addRound(facts: Omit<RoundFacts, "events">): Promise<string> {
    const { events } = this.#options.log;
    return this.#add(roundBody({ ...facts, events }), sealedLines(events, "round"));
  }

  /** The same of an evaluation. */
  addEvaluation(evaluated: Extract<LogBody, { type: "evaluated" }>): Promise<string> {
    const { events } = this.#options.log;
    return this.#add(evaluationBody(events, evaluated), sealedLines(events, "evaluation"));
  }

  /** A record's line: of a round by its number, or any by its hash. Null: there is none. */
  async find(which: number | string): Promise<string | null> {
    const place = this.#places.findLast(({ hash, round, type }) =>
      typeof which === "string" ? hash === which : round === which && type === "round",
    );
    if (!place) return null;
    const { start, length } = place;
    const { buffer } = await this.#handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.toString("utf8");
  }

  /** All of them, as they are on the disk. */
  async all(): Promise<Buffer> {
    const { buffer } = await this.#handle.read(Buffer.alloc(this.#end), 0, this.#end, 0);
    return buffer;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #add(body: RoundBody | EvaluationBody, lines: number): Promise<string> {
    const { file, key, software, log } = this.#options;
    const sealed = { lines, sha256: await hashOfLines(log.file, lines) };
    const head = { format: 1, ...this.#next, software, key: key.publicKey, log: sealed } as const;
    const record: RunRecord = { ...head, ...body };
    const text = canonicalJson(record);
    const hash = sha256Of(Buffer.from(text));
    const signed: SignedRecord = { hash, record, signature: key.sign(text) };
    const line = Buffer.from(`${canonicalJson(signed)}\n`);
    await this.#write(line).catch((error: unknown) => {
      throw writeError(file, error);
    });
    const { round, type, index } = record;
    const place = { start: this.#end, length: line.length };
    this.#places.push({ ...place, hash, round, type, key: key.publicKey });
    this.#next = { index: index + 1, previous: hash };
    this.#end += line.length;
    return hash;
  }

  /** At the end of the last whole line: what an earlier try left half written is cut off first. */
  async #write(line: Buffer): Promise<void> {
    failpoint("record:unwritten");
    await this.#handle.truncate(this.#end);
    for (let at = 0; at < line.length;) {
      const to = this.#end + at; // a disk with little space takes a part of it
      at += (await this.#handle.write(line, at, line.length - at, to)).bytesWritten;
    }
    failpoint("record:written");
    await this.#handle.datasync();
    failpoint("record:durable");
  }
}

/** To be written anywhere, which a file opened to append cannot. */
async function openOrMake(file: string): Promise<FileHandle> {
  const made = await open(file, "a");
  await made.close();
  await disk.flushFolder(dirname(file));
  return open(file, "r+");
}

async function hashOfLines(file: string, lines: number): Promise<string> {
  const bytes = await readFile(file);
  return createHash("sha256")
    .update(bytes.subarray(0, lineEnd(bytes, lines)))
    .digest("hex");
}

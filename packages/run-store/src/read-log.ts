// Reads a run log back: the longest good prefix, and what is wrong with the rest.

import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";

import { completeEvent, SpikefedError, type LogEvent } from "@spikefed/protocol";

import { FIRST_SUM, readLine } from "./log-line.ts";

export interface SavedLog {
  events: LogEvent[];
  /** Bytes of the file that hold these events. */
  goodBytes: number;
  /** Of the last of them: the next line goes on from it. */
  sum: string;
  /** A line that was being written when the process ended: cut it off. */
  torn: boolean;
  /** Damage, with file and line: what follows it cannot be trusted. */
  damage: SpikefedError | null;
}

/** Reads the log of a run, of this version or an earlier one; a missing file is an empty log. */
export async function readLog(file: string): Promise<SavedLog> {
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    text = Buffer.alloc(0);
  }
  return parseLog(text, file);
}

/** Its first event, without reading the rest; null: there is none that is good. */
export async function readFirst(file: string): Promise<LogEvent | null> {
  const parts: Buffer[] = [];
  try {
    for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
      parts.push(part);
      if (part.includes(0x0a)) break;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const bytes = Buffer.concat(parts);
  const line = bytes.subarray(0, bytes.indexOf(0x0a) + 1);
  return parseLog(line, file).events[0] ?? null;
}

/** @param file name for the error */
export function parseLog(bytes: Buffer, file: string): SavedLog {
  const good: SavedLog = { events: [], goodBytes: 0, sum: FIRST_SUM, torn: false, damage: null };
  let isSummed = false;
  while (good.goodBytes < bytes.length) {
    const end = bytes.indexOf(0x0a, good.goodBytes);
    if (end === -1) return { ...good, torn: true };
    const line = readLine(bytes.toString("utf8", good.goodBytes, end), good.sum);
    const event = parseEvent(line.body);
    const isBare = isSummed && !line.isSummed ? "it has no checksum" : null;
    const why = whyWrong(event, good.events.length) ?? line.why ?? isBare;
    if (why !== null) {
      const facts = { file, why: `line ${good.events.length + 1}: ${why}` };
      return { ...good, damage: new SpikefedError("store/corrupt", facts) };
    }
    good.events.push(completeEvent(event as LogEvent));
    Object.assign(good, { goodBytes: end + 1, sum: line.sum });
    isSummed = line.isSummed;
  }
  return good;
}

function parseEvent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // told by `whyWrong`
  }
}

function whyWrong(event: unknown, want: number): string | null {
  if (typeof event !== "object" || event === null) return "it is not JSON";
  const { seq, atMs, type } = event as Record<string, unknown>;
  if (typeof type !== "string" || typeof atMs !== "number") return "it is not an event";
  return seq === want ? null : `its number is ${String(seq)}, ${want} is next`;
}

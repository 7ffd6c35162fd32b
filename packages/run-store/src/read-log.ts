// Reads a run log back: the longest good prefix, and what is wrong with the rest.

import { readFile } from "node:fs/promises";

import { completeEvent, SpikefedError, type LogEvent } from "@spikefed/protocol";

export interface SavedLog {
  events: LogEvent[];
  /** Bytes of the file that hold these events. */
  goodBytes: number;
  /** A line that was being written when the process ended: cut it off. */
  torn: boolean;
  /** Damage before the end, with file and line: what follows it cannot be trusted. */
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

/** @param file name for the error */
export function parseLog(bytes: Buffer, file: string): SavedLog {
  const events: LogEvent[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const isLast = end === -1 || end === bytes.length - 1;
    const event = end === -1 ? null : parseLine(bytes.toString("utf8", start, end));
    const why = end === -1 ? "it has no end" : whyWrong(event, events.length);
    if (why !== null) {
      const facts = { file, why: `line ${events.length + 1}: ${why}` };
      const damage = isLast ? null : new SpikefedError("store/corrupt", facts);
      return { events, goodBytes: start, torn: isLast, damage };
    }
    events.push(completeEvent(event as LogEvent));
    start = end + 1;
  }
  return { events, goodBytes: start, torn: false, damage: null };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
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

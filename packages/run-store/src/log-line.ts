// A line of the run log: the event as JSON, whose last member is a sum over it and all lines before.
// So no byte of a log can change unseen, and the log stays JSON Lines.

import { createHash } from "node:crypto";

import type { LogEvent } from "@spikefed/protocol";

/** Of the empty log. */
export const FIRST_SUM = "";

const SUMMED = /^(.*),"sum":"([0-9a-f]{16})"\}$/s;
/** How a line ends; the dots are the sum. */
const ENDING = `,"sum":"${".".repeat(16)}"}`;

/** @param before sum of the line before */
export function logLine(event: LogEvent, before: string): { line: string; sum: string } {
  const body = JSON.stringify(event);
  const sum = sumOf(body, before);
  return { line: `${body.slice(0, -1)},"sum":"${sum}"}\n`, sum };
}

export interface ReadLine {
  /** The event as JSON. */
  body: string;
  sum: string;
  /** Older versions wrote none. */
  isSummed: boolean;
  /** Null: as it was written, as far as its sum tells. */
  why: string | null;
}

/** @param line without its end */
export function readLine(line: string, before: string): ReadLine {
  const [, text, written] = SUMMED.exec(line) ?? [];
  if (text === undefined) {
    const why = isNearlySummed(line) ? "its checksum is damaged" : null;
    return { body: line, sum: sumOf(line, before), isSummed: false, why };
  }
  const body = `${text}}`;
  const sum = sumOf(body, before);
  return { body, sum, isSummed: true, why: sum === written ? null : "its checksum is wrong" };
}

/** First 64 bits of sha256, in hex. */
function sumOf(body: string, before: string): string {
  return createHash("sha256").update(`${before}\n${body}`).digest("hex").slice(0, 16);
}

/** One wrong sign in the ending must not make the line one of an older version. */
function isNearlySummed(line: string): boolean {
  const end = line.slice(-ENDING.length);
  const wrong = [...ENDING].filter((sign, at) => sign !== "." && sign !== end[at]);
  return wrong.length <= 1;
}

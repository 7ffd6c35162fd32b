// Lines of `records.jsonl`, and what the run log says they should be. Pure.

import type { LogEvent, SignedRecord } from "@spikefed/protocol";

/** Where a record lies in the file, and what it is of. */
export interface RecordPlace {
  start: number;
  /** With its line end. */
  length: number;
  hash: string;
  round: number;
  type: "round" | "evaluation";
  key: string;
}

/** Hashes of the records that the log names, in their order. */
export function toldRecords(events: readonly LogEvent[]): string[] {
  return events.flatMap((event) => {
    const isRecorded = event.type === "aggregated" || event.type === "evaluated";
    return isRecorded && event.record !== undefined ? [event.record] : [];
  });
}

/** Where line `lines` ends; where the last whole line ends, when there are fewer. */
export function lineEnd(bytes: Uint8Array, lines: number): number {
  let end = 0;
  for (let line = 0; line < lines; line++) {
    const next = bytes.indexOf(0x0a, end);
    if (next === -1) break;
    end = next + 1;
  }
  return end;
}

/** A line that is no record gets a place without a hash: nothing is found there. */
export function readPlaces(bytes: Buffer): RecordPlace[] {
  const places: RecordPlace[] = [];
  for (let start = 0; start < bytes.length;) {
    const length = lineEnd(bytes.subarray(start), 1);
    places.push({ start, length, ...namesOf(bytes.toString("utf8", start, start + length)) });
    start += length;
  }
  return places;
}

function namesOf(line: string): Omit<RecordPlace, "start" | "length"> {
  try {
    const { hash, record } = JSON.parse(line) as SignedRecord;
    return { hash, round: record.round, type: record.type, key: record.key };
  } catch {
    return { hash: "", round: -1, type: "round", key: "" }; // an audit says what is wrong with it
  }
}

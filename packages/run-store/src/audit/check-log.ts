// The run log against the records: lines that a record sealed are as they were, and what a record
// says of a round is what the log says of it.

import { createHash } from "node:crypto";

import { baseOf, evaluationBody, roundBody, sealedLines } from "@spikefed/fl-core";
import {
  canonicalJson,
  completeSettings,
  type EvaluationRecord,
  type LogEvent,
  type RoundRecord,
  type RunRecord,
  type SavedSettings,
  type SignedRecord,
} from "@spikefed/protocol";

import { lineEnd } from "../record-lines.ts";

type Recorded = Extract<LogEvent, { type: "aggregated" | "evaluated" }>;

/** First lines of the log that are not those which a record sealed; null: all are. */
export function sealProblem(log: Buffer, records: readonly SignedRecord[]): string | null {
  const hash = createHash("sha256");
  let [line, start] = [0, 0];
  for (const { record } of records) {
    const { lines, sha256 } = record.log;
    if (lines < line) return `record ${record.index} seals ${lines} lines, the one before ${line}`;
    const end = start + lineEnd(log.subarray(start), lines - line);
    hash.update(log.subarray(start, end));
    if (hash.copy().digest("hex") !== sha256) {
      return (
        `lines ${line + 1} to ${lines}, from byte ${start} to ${end}, ` +
        `are not those which record ${record.index} sealed`
      );
    }
    [line, start] = [lines, end];
  }
  return null;
}

/**
 * What a line of the log and its record say differently; null: nothing.
 *
 * @param events The log before that line.
 */
export function lineProblem(
  events: readonly LogEvent[],
  event: Recorded,
  { hash, record }: SignedRecord,
): string | null {
  if (event.record !== hash) return `the log names record ${event.record ?? "none"}, it is ${hash}`;
  const want = bodyOf(events, event, record);
  if (want === null) return `it is of type ${record.type}, the log has "${event.type}" there`;
  const lines = sealedLines(events, record.type);
  if (record.log.lines !== lines) return `it seals ${record.log.lines} lines, not ${lines}`;
  const got = record.type === "round" ? { ...record, settings: settingsOf(record) } : record;
  for (const [key, value] of Object.entries(want)) {
    const said: unknown = got[key as keyof typeof got];
    if (canonicalJson(said) !== canonicalJson(value))
      return `the log says something else of "${key}"`;
  }
  return record.type === "round" ? roundProblem(record, events) : null;
}

function bodyOf(events: readonly LogEvent[], event: Recorded, record: RunRecord): object | null {
  if (event.type === "evaluated") {
    return record.type === "evaluation" ? evaluationOf(events, event, record) : null;
  }
  if (record.type !== "round") return null;
  const { serverState, updatesKept } = record; // which the log does not know
  return roundBody({ events, aggregated: event, serverState, updatesKept });
}

/** Records of earlier versions say nothing of the validation pictures. */
function evaluationOf(
  events: readonly LogEvent[],
  event: Recorded & { type: "evaluated" },
  record: EvaluationRecord,
): object {
  const { validation = null, ...body } = evaluationBody(events, event);
  return record.validation === undefined ? body : { ...body, validation };
}

/** Complete, as a log of an earlier version is read. */
const settingsOf = ({ settings }: RoundRecord) =>
  completeSettings(settings as unknown as SavedSettings);

/** Updates that the last close asked for, where a share of the cohort asks for more than the least. */
function neededOf(events: readonly LogEvent[]): number {
  return events.findLast((event) => event.type === "round-closed")?.needed ?? 0;
}

/** What no round may do, whatever its log says. */
function roundProblem(
  { updates, settings, base, attempts }: RoundRecord,
  events: readonly LogEvent[],
): string | null {
  const clients = new Set(updates.map(({ client }) => client));
  const ids = new Set(updates.map(({ updateId }) => updateId));
  if (clients.size < updates.length) return "a client has two updates in it";
  if (ids.size < updates.length) return "an update is in it twice";
  const least = Math.max(Number(settings["minReports"]), neededOf(events));
  if (updates.length < least) return `it has ${updates.length} updates of at least ${least}`;
  const reported = attempts.at(-1)?.reported ?? [];
  if ([...clients].some((client) => !reported.includes(client))) {
    return "an update is of a client that had not reported when the round was closed";
  }
  const { version } = baseOf(events);
  return base.version === version ? null : `its base is version ${base.version}, not ${version}`;
}

// An audit of a run by its files alone.

import { readFile } from "node:fs/promises";

import { baseOf } from "@spikefed/fl-core";
import {
  type LogEvent,
  type RoundRecord,
  type RunSettings,
  type SignedRecord,
} from "@spikefed/protocol";

import type { ModelShape } from "../aggregation.ts";
import { parseLog } from "../read-log.ts";
import { checkBlobs, type CheckedBlobs, type Expected } from "./check-blobs.ts";
import { lineProblem, sealProblem } from "./check-log.ts";
import { checkRecords, type CheckedLine } from "./check-records.ts";
import { computeAgain, type Computed } from "./compute-again.ts";
import type { Finding, RunFiles } from "./run-files.ts";

export interface AuditOptions {
  /** The key that must have signed, hex; null: whichever the records name. */
  key: string | null;
  /** The flat model of a run's settings. */
  shapeOf: (settings: RunSettings, classes: number) => ModelShape;
}

export interface AuditReport {
  runId: string | null;
  /** In the order in which they were looked for; none: everything is as the run wrote it. */
  findings: Finding[];
  records: { count: number; rounds: number; key: string | null; head: string | null };
  /** Rounds that the log has averaged without a record: by an earlier version. */
  unrecorded: number;
  log: { lines: number; sealed: number };
  models: { whole: number; of: number };
  updates: { whole: number; of: number };
  averages: Pick<Computed, "same" | "missing">;
}

/** Reads, writes nothing. A file that cannot be read at all is thrown. */
export async function auditRun(files: RunFiles, options: AuditOptions): Promise<AuditReport> {
  const logBytes = await readFile(files.log);
  const recordBytes = await readFile(files.records).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0); // named below, if the log tells of records
    throw error;
  });
  const { events, torn, damage } = parseLog(logBytes, files.log);
  const lines = await checkRecords(recordBytes);
  const signed = lines.flatMap((line) => line.signed ?? []);
  const ofLog = (why: string): Finding => ({ file: files.log, why });
  const ofRecords = (why: string): Finding => ({ file: files.records, why });
  const findings: Finding[] = lines.flatMap(({ problem }) => problem ?? []).map(ofRecords);
  findings.push(...keyProblems(signed, options.key).map(ofRecords));
  if (damage) findings.push(ofLog(String(damage.facts["why"])));
  if (torn) findings.push(ofLog(`it ends in the middle of line ${events.length + 1}`));
  const seal = sealProblem(logBytes, signed);
  if (seal !== null) findings.push(ofLog(seal));
  findings.push(...agreementProblems(events, lines).map(ofRecords));
  return { ...(await checkFiles(files, { events, signed, findings }, options)) };
}

interface Read {
  events: LogEvent[];
  signed: SignedRecord[];
  findings: Finding[];
}

async function checkFiles(
  files: RunFiles,
  { events, signed, findings }: Read,
  { shapeOf }: AuditOptions,
): Promise<AuditReport> {
  const rounds = signed.flatMap(({ record }) => (record.type === "round" ? record : []));
  const expected = expectedOf(events, rounds);
  const blobs = expected && (await checkBlobs(files, expected));
  const [opened] = events;
  const shape =
    opened?.type === "run-opened" ? shapeOf(opened.settings, opened.dataset.classes.length) : null;
  const computed = blobs && shape && (await computeAgain(rounds, blobs, shape));
  const averages = (computed?.problems ?? []).map((why) => ({ file: files.records, why }));
  return {
    runId: opened?.type === "run-opened" ? opened.runId : null,
    findings: [...findings, ...(blobs?.findings ?? []), ...averages],
    records: {
      ...{ count: signed.length, rounds: rounds.length },
      ...{ key: signed[0]?.record.key ?? null, head: signed.at(-1)?.hash ?? null },
    },
    unrecorded: events.filter((event) => event.type === "aggregated" && !event.record).length,
    log: { lines: events.length, sealed: signed.at(-1)?.record.log.lines ?? 0 },
    ...countsOf(blobs, expected),
    averages: { same: computed?.same ?? 0, missing: computed?.missing ?? 0 },
  };
}

function countsOf(blobs: CheckedBlobs | null, expected: Expected | null) {
  return {
    models: { whole: blobs?.models.size ?? 0, of: expected?.models.size ?? 0 },
    updates: { whole: blobs?.updates.size ?? 0, of: expected?.updates.size ?? 0 },
  };
}

function keyProblems([first]: readonly SignedRecord[], key: string | null): string[] {
  if (key === null || first === undefined || first.record.key === key) return [];
  return [`it is signed by key ${first.record.key}, not by ${key}`];
}

/** Each record is named by one line of the log, in their order, and says the same as the log. */
function agreementProblems(events: readonly LogEvent[], lines: readonly CheckedLine[]): string[] {
  const problems: string[] = [];
  let next = 0;
  for (const [at, event] of events.entries()) {
    if (event.type !== "aggregated" && event.type !== "evaluated") continue;
    if (event.record === undefined) {
      if (next > 0) problems.push(`line ${at + 1} of the log names no record`);
      continue;
    }
    const line = lines[next++];
    const place = `record ${next - 1}: `;
    if (line === undefined) problems.push(`${place}it is missing; the log names ${event.record}`);
    if (!line?.signed) continue; // told above or by its own check
    const problem = lineProblem(events.slice(0, at), event, line.signed);
    if (problem !== null) problems.push(place + problem);
  }
  // one more may have been written before the process ended; it is made again at the next start
  if (lines.length > next + 1)
    problems.push(`it has ${lines.length} records, the log names ${next}`);
  return problems;
}

/** Null: the log does not begin. */
function expectedOf(events: readonly LogEvent[], rounds: readonly RoundRecord[]): Expected | null {
  const [opened] = events;
  if (opened?.type !== "run-opened") return null;
  const averaged = events.filter((event) => event.type === "aggregated");
  const updates = events.filter((event) => event.type === "update-accepted");
  const ofRound = rounds.filter(({ updatesKept }) => updatesKept);
  const name = (sha256: string, round: number, client: number) => `${sha256}.${round}-${client}`;
  return {
    models: new Set([opened.model.hash, ...averaged.map(({ modelHash }) => modelHash)]),
    newest: baseOf(events).hash,
    isOver: events.some(({ type }) => type === "run-ended"),
    updates: new Set(updates.map(({ sha256, round, client }) => name(sha256, round, client))),
    kept: new Set(
      ofRound.flatMap(({ round, updates: own }) =>
        own.map(({ sha256, client }) => name(sha256, round, client)),
      ),
    ),
    serverStates: new Map(
      rounds.flatMap(({ model, serverState }) =>
        serverState === null ? [] : [[`${model.hash}.${model.version}`, serverState]],
      ),
    ),
  };
}

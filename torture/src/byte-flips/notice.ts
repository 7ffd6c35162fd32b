// One changed byte in a stored run: is it found, is the newest good state used, is somebody told?

import { basename } from "node:path";

import type { LogEvent } from "@spikefed/protocol";
import {
  auditRun,
  average,
  blobPath,
  currentRun,
  openSavedRun,
  readIntact,
  runFiles,
  settleUpdates,
  updatePath,
  type RunFolder,
} from "@spikefed/run-store";

import { quiet, shape, strategy } from "./saved-run.ts";

export interface Flip {
  /** Path in the data folder. */
  path: string;
  at: number;
  /** Bits that change. */
  mask: number;
}

/**
 * @param truth events of the unharmed log
 * @param line number of the log's line that was changed, from 0; null: another file was
 * @returns what is wrong, as sentences
 */
export async function unnoticed(
  dataDir: string,
  { path }: Flip,
  truth: readonly LogEvent[],
  line: number | null,
): Promise<string[]> {
  const folder = await currentRun(dataDir);
  if (folder === null) return ["the run is not found"];
  if (isRecords(path)) return unaudited(dataDir);
  if (path.endsWith(".server")) return oldState(folder, truth);
  if (!isNeeded(path, truth)) return unserved(folder, path);
  const { log, canGoOn, warning } = await openSavedRun(folder, quiet);
  try {
    const saved = [...log.events];
    const lost = canGoOn ? await settleUpdates(folder, log) : null;
    const found = warning === null && lost === null ? ["nobody is told"] : [];
    const isPrefix = JSON.stringify(saved) === JSON.stringify(truth.slice(0, saved.length));
    if (!isPrefix) found.push("the events are not those that were written");
    if (line !== null && saved.length !== line)
      found.push(`${saved.length} lines of ${line} are used`);
    if (line === null && !canGoOn) found.push("no good state is used");
    return found;
  } finally {
    await log.close();
  }
}

export const isRecords = (path: string): boolean => path.endsWith("/records.jsonl");

/** Records are for an audit: nothing goes on from what they say. */
export async function unaudited(dataDir: string): Promise<string[]> {
  const folder = await currentRun(dataDir);
  if (folder === null) return ["the run is not found"];
  const files = runFiles(folder.root, folder.log);
  const { findings } = await auditRun(files, { key: null, shapeOf: () => shape });
  const isFound = findings.some(({ file }) => file === files.records);
  return isFound ? [] : ["an audit finds nothing wrong"];
}

/** A model before the newest is not read at the start: only when somebody asks for it. */
function isNeeded(path: string, truth: readonly LogEvent[]): boolean {
  const newest = truth.findLast((event) => event.type === "aggregated");
  return !path.includes("/models/") || path.endsWith(newest?.modelHash ?? "");
}

async function unserved({ models }: RunFolder, path: string): Promise<string[]> {
  const hash = basename(path);
  const bytes = await readIntact(blobPath(models, hash), hash);
  return bytes === null ? [] : ["a damaged model is served"];
}

/** What a strategy remembers is read when the round is averaged. */
async function oldState(folder: RunFolder, truth: readonly LogEvent[]): Promise<string[]> {
  const newest = truth.findLast((event) => event.type === "aggregated");
  const accepted = truth.filter((event) => event.type === "update-accepted");
  const updates = accepted
    .filter(({ round }) => round === (newest?.round ?? 0) + 1)
    .map((event) => ({ ...event, file: updatePath(folder.updates, event) }));
  const base = { hash: newest?.modelHash ?? "", version: newest?.version ?? 0 };
  try {
    const version = base.version + 1;
    await average({ shape, models: folder.models, base, version, updates, strategy });
  } catch {
    return []; // told as the reason why the round cannot be averaged
  }
  return ["a damaged state is averaged with"];
}

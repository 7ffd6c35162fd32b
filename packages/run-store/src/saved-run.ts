// A run that a stopped coordinator left: the newest state whose files are all as they were written.

import { readFile } from "node:fs/promises";

import { failpoint } from "@spikefed/failpoints";
import type { LogBody, LogEvent } from "@spikefed/protocol";

import { isIntact, readIntact } from "./aggregation.ts";
import { blobPath, updatePath, type RunFolder } from "./run-folder.ts";
import { cutLog, openRunLog, type RunLog, type RunLogOptions } from "./run-log.ts";
import { keptUpdates, sweepUpdates } from "./sweep-updates.ts";

export interface SavedRun {
  log: RunLog;
  /** false: without a readable first line, or without any model, nothing can go on. */
  canGoOn: boolean;
  /** What was repaired, as sentences; null when nothing. */
  warning: string | null;
}

/**
 * Opens the log of a run as far as it and the models that it names are good. A model that is missing
 * or damaged takes the round that made it back: the log ends before it, the whole is set aside.
 */
export async function openSavedRun(
  folder: RunFolder,
  options: Omit<RunLogOptions, "file">,
): Promise<SavedRun> {
  const given = { ...options, file: folder.log };
  const { log, warning } = await openRunLog(given);
  failpoint("start:log-read");
  const length = await intactLength(folder, log.events);
  failpoint("start:model-checked");
  if (length === 0 || length === log.events.length) return { log, canGoOn: length > 0, warning };
  await log.close();
  const aside = await cutLog(folder.log, await bytesOf(folder.log, length), options.now());
  const why =
    "The newest model is missing or damaged; the run goes back to the one before. " +
    `The whole log is kept as ${aside}.`;
  const again = await openRunLog(given);
  return { log: again.log, canGoOn: true, warning: [warning, why].filter(Boolean).join(" ") };
}

/** Events up to the newest model that is whole; 0: there is none. */
async function intactLength({ models }: RunFolder, events: readonly LogEvent[]): Promise<number> {
  let length = events.length;
  for (let at = events.length - 1; at >= 0; at--) {
    const hash = standsOn(events[at]);
    if (hash === null) continue;
    if (await isIntact(blobPath(models, hash)))
      return events[0]?.type === "run-opened" ? length : 0;
    // What stands on that model goes with the round that made it.
    length = at = events.findLastIndex((event, i) => i <= at && makes(event, hash));
  }
  return 0;
}

/** The model that a run goes on from after this event; null: the same as before. */
function standsOn(event: LogEvent | undefined): string | null {
  if (event?.type === "run-opened") return event.model.hash;
  return event?.type === "aggregated" || event?.type === "rolled-back" ? event.modelHash : null;
}

function makes(event: LogEvent, hash: string): boolean {
  return event.type !== "rolled-back" && standsOn(event) === hash;
}

/** Where the line with this number begins. */
async function bytesOf(file: string, line: number): Promise<number> {
  const bytes = await readFile(file);
  let offset = 0;
  for (let passed = 0; passed < line; passed++) offset = bytes.indexOf(0x0a, offset) + 1;
  return offset;
}

/**
 * Before the first step: updates of the open round that are missing or damaged are given up in the
 * log, so that their owners are asked again; files that nothing reads go away.
 *
 * @returns what was given up, as a sentence; null when nothing
 */
export async function settleUpdates(folder: RunFolder, log: RunLog): Promise<string | null> {
  const lost: LogBody[] = [];
  for (const event of keptUpdates(log.events)) {
    const { round, client, updateId, sha256 } = event;
    if ((await readIntact(updatePath(folder.updates, event), sha256)) !== null) continue;
    const fact = "its file is missing or damaged";
    lost.push({ type: "update-lost", round, client, updateId, fact });
  }
  await Promise.all(lost.map((body) => log.append(body)));
  await sweepUpdates(folder.updates, log.events);
  failpoint("start:swept");
  if (lost.length === 0) return null;
  return `Of the open round's updates ${lost.length} were missing or damaged and are asked for again.`;
}

// What is promised of rounds and models.

import type { LogEvent } from "@spikefed/protocol";

import { filledRightly } from "./buffer-invariants.ts";
import { all, bufferOf, roundRecords, type Evidence, type Violation } from "./evidence.ts";

/**
 * I3: the log has no gap, versions go up by one, and each round starts from the model before, or from
 * an earlier one where the log says that rounds were taken back.
 */
export function linked({ events }: Evidence): Violation[] {
  const found: Violation[] = [];
  const report = (what: string) => found.push({ invariant: "I3", what });
  let base = { hash: "", version: 0 };
  let newest = 0;
  const made = new Set<string>();
  events.forEach((event, at) => {
    if (event.seq !== at) report(`line ${at + 1} has the number ${event.seq}`);
    if (event.type === "run-opened") base = event.model;
    if (event.type === "round-opened" && event.modelHash !== base.hash) {
      report(`round ${event.round} starts from ${event.modelHash}, the newest is ${base.hash}`);
    }
    if (event.type === "rolled-back" && !made.has(`${event.version} ${event.modelHash}`)) {
      report(`round ${event.round} is taken back to ${event.modelHash}, which no round made`);
    }
    if (event.type !== "aggregated" && event.type !== "rolled-back") return;
    const { round, modelHash: hash, version } = event;
    base = { hash, version };
    if (event.type === "rolled-back") return;
    made.add(`${version} ${hash}`);
    if (version !== newest + 1)
      report(`round ${round} gives version ${version}, ${newest + 1} is next`);
    newest = version;
  });
  return found;
}

/** I4: the updates of a round, averaged once more, give the model that the log names. */
export function recomputable({ events, recompute }: Evidence): Violation[] {
  return roundRecords(events).flatMap((record) => {
    const hash = recompute(record);
    if (hash === null || hash === record.modelHash) return [];
    const what = `round ${record.round} gave ${record.modelHash}, its updates give ${hash}`;
    return [{ invariant: "I4", what }];
  });
}

/**
 * I5: no round is averaged from fewer updates than the settings ask for, or its close where a share
 * of the cohort is more.
 */
export function enoughReports({ events }: Evidence): Violation[] {
  const [opened] = all(events, "run-opened");
  const buffer = bufferOf(events);
  const tooFew = all(events, "aggregated").flatMap((event) => {
    const { round, clients } = event;
    const before = all(events.slice(0, events.indexOf(event)), "round-closed");
    const least = Math.max(opened?.settings.minReports ?? 0, before.at(-1)?.needed ?? 0);
    if (clients.length >= least) return [];
    const what = `round ${round} was averaged from ${clients.length} updates, ${least} are needed`;
    return [{ invariant: "I5", what }];
  });
  return buffer === null ? tooFew : [...tooFew, ...filledRightly({ events }, buffer)];
}

/** I6: when the faults are over, a round is averaged within two deadlines, unless the run has ended. */
export function goesOn({ history, events }: Evidence): Violation[] {
  const over = history.find(({ op }) => op === "faults-over");
  const [opened] = all(events, "run-opened");
  if (over === undefined || opened === undefined) return [];
  const limitMs = 2 * opened.settings.roundSeconds * 1000;
  if (events.some((event) => event.type === "run-ended" && event.atMs <= over.atMs)) return [];
  const isProgress = ({ type, atMs }: LogEvent) =>
    (type === "aggregated" || type === "run-ended") &&
    atMs >= over.atMs &&
    atMs <= over.atMs + limitMs;
  if (events.some(isProgress)) return [];
  const what = `no round was averaged within ${limitMs} ms after the faults were over`;
  return [{ invariant: "I6", what }];
}

// A run's files: made for a new one, read back for the one before.

import { ShardPlan, type Dataset } from "@spikefed/datasets";
import { failpoint } from "@spikefed/failpoints";
import { writeState } from "@spikefed/fl-core";
import {
  checkSettings,
  type LogBody,
  type LogEvent,
  type RunSettings,
  SpikefedError,
} from "@spikefed/protocol";
import {
  makeRunFolder,
  openRecordBook,
  openRunLog,
  openSavedRun,
  setCurrentRun,
  settleUpdates,
  writeModel,
  type RecordBook,
  type RecordKey,
  type RunFolder,
  type RunLog,
} from "@spikefed/run-store";
import { initState, modelOf } from "@spikefed/snn-core/model";

import { readIdentities, type Identity } from "../store/identities.ts";
import { software } from "../version.ts";
import { RunFigures } from "./run-figures.ts";
import { modelShape, type RunParts } from "./run-parts.ts";
import { makeId } from "./secret.ts";

export interface OpenOptions {
  dataDir: string;
  dataset: Dataset;
  /** Signs the records of runs. */
  recordKey: RecordKey;
  keepUpdates: boolean;
  now: () => number;
  onDurable: (events: LogEvent[]) => void;
  onFailure: (error: SpikefedError) => void;
  onFull: (error: SpikefedError) => Promise<void>;
}

/**
 * Makes a new run; it is the current one when this resolves.
 *
 * @throws {SpikefedError} `room/settings`, `partition/...`, `store/write`
 */
export async function newRun(
  options: OpenOptions,
  settings: RunSettings,
  former: Identity[],
): Promise<RunParts> {
  const { dataDir, dataset } = options;
  checkSettings(settings, dataset);
  refuseAttackers(settings);
  const plan = new ShardPlan(dataset, settings);
  const shape = modelShape(settings, dataset);
  const folder = await makeRunFolder(dataDir, makeId());
  failpoint("start:run-made");
  const state = initState(modelOf(settings, dataset.classes.length), settings.seed);
  const model = await writeModel(folder.models, writeState(shape.layout, state));
  const { log } = await openRunLog({ file: folder.log, ...options });
  await log.append(openedEvent({ folder, settings, dataset, model, parameters: shape.length }));
  const { book: records } = await openRecords(options, folder, log);
  await setCurrentRun(dataDir, folder.runId);
  const figures = await RunFigures.open(folder.root, plan.labelCounts);
  const identities = { restored: [], former };
  const files = { folder, log, records, figures, keepUpdates: options.keepUpdates };
  return { settings, dataset, shape, plan, ...files, modelBytes: model.bytes, identities };
}

/** @throws {SpikefedError} `room/settings`: nobody in a room can be made to attack. */
function refuseAttackers({ attackers }: RunSettings): void {
  if (attackers === null) return;
  const allowed = "null in a room; attackers come as volunteers: npm run volunteer -- --attack";
  throw new SpikefedError("room/settings", { key: "attackers", got: attackers.kind, allowed });
}

/** The run that was there before; null parts: it cannot go on. `why` is for the person. */
export interface Continued {
  parts: RunParts | null;
  why: string | null;
}

/** Takes up a run by its folder. A damaged log is used as far as it is good. */
export async function continueRun(options: OpenOptions, folder: RunFolder): Promise<Continued> {
  const { dataset } = options;
  const { log, canGoOn, warning } = await openSavedRun(folder, options);
  const why = whyNot(log, canGoOn, dataset);
  if (why !== null) {
    await log.close();
    return { parts: null, why: sentences(warning, why) };
  }
  const lost = await settleUpdates(folder, log);
  const saved = await readIdentities(folder.identities, options.now());
  const recorded = await openRecords(options, folder, log);
  const opened = log.events[0] as LogEvent & { type: "run-opened" };
  const { settings, model } = opened;
  const plan = new ShardPlan(dataset, settings, { isBegun: true });
  const parts: RunParts = {
    ...{ settings, dataset, folder, log, plan },
    ...{ records: recorded.book, keepUpdates: options.keepUpdates },
    shape: modelShape(settings, dataset),
    figures: await RunFigures.open(folder.root, plan.labelCounts),
    modelBytes: model.bytes,
    identities: { restored: saved.list, former: [] },
  };
  return { parts, why: sentences(warning, lost, saved.warning, recorded.warning) };
}

function openRecords(
  { recordKey: key, now }: OpenOptions,
  folder: RunFolder,
  { events }: RunLog,
): Promise<{ book: RecordBook; warning: string | null }> {
  const log = { file: folder.log, events };
  return openRecordBook({ file: folder.records, log, key, software, now });
}

function sentences(...all: (string | null)[]): string | null {
  return all.filter((one) => one !== null).join(" ") || null;
}

function whyNot(log: RunLog, canGoOn: boolean, dataset: Dataset): string | null {
  const first = log.events[0];
  if (first?.type !== "run-opened") return "The last run has no readable log; a new run is opened.";
  if (!canGoOn) return "The last model is missing or damaged; a new run is opened.";
  if (first.dataset.sha256 === dataset.sha256) return null;
  return `The last run was on ${first.dataset.source}; a new run is opened on ${dataset.source}.`;
}

function openedEvent(input: {
  folder: RunFolder;
  settings: RunSettings;
  dataset: Dataset;
  model: { hash: string; bytes: number };
  parameters: number;
}): LogBody {
  const { folder, settings, model, parameters } = input;
  const { name, source, procedural, sha256, classes } = input.dataset;
  return {
    type: "run-opened",
    runId: folder.runId,
    settings,
    dataset: { name, source, procedural, sha256, classes },
    model: { ...model, version: 0, parameters },
  };
}

// What a run is made of, once its files are open.

import type { Dataset, ShardPlan } from "@spikefed/datasets";
import type { LogEvent, RunSettings } from "@spikefed/protocol";
import type { ModelShape, RecordBook, RunFolder, RunLog } from "@spikefed/run-store";
import { modelOf, stateLayout } from "@spikefed/snn-core/model";

import type { Identity } from "../store/identities.ts";
import type { RunFigures } from "./run-figures.ts";

export interface RunParts {
  settings: RunSettings;
  dataset: Dataset;
  shape: ModelShape;
  plan: ShardPlan;
  folder: RunFolder;
  log: RunLog;
  records: RecordBook;
  /** Updates stay on the disk after their round. */
  keepUpdates: boolean;
  /** Bytes of each model file; all models of a run have the same size. */
  modelBytes: number;
  figures: RunFigures;
  /** Volunteers of before: of this run after a restart, of the run before for a new one. */
  identities: { restored: Identity[]; former: Identity[] };
}

export function modelShape(settings: RunSettings, dataset: Dataset): ModelShape {
  const { entries, length, trainable } = stateLayout(modelOf(settings, dataset.classes.length));
  return { layout: entries, length, trainable, encoding: settings.updateEncoding };
}

/** Ends the writing; the files stay. */
export async function closeParts({ log, records }: RunParts): Promise<void> {
  await log.close();
  await records.close();
}

/** Clients that the log knows, by number. */
export function clientsOf(events: readonly LogEvent[]): Set<number> {
  return new Set(events.flatMap((event) => (event.type === "joined" ? [event.client] : [])));
}

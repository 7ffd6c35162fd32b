// What a simulated run is made of: settings, pictures, model, executor, folder.

import { readFile } from "node:fs/promises";

import { type Dataset, ShardPlan, testSample } from "@spikefed/datasets";
import { readState } from "@spikefed/fl-core";
import {
  checkSettings,
  type Experiment,
  experimentSettings,
  inItsWords,
  type RunSettings,
} from "@spikefed/protocol";
import { blobPath, type ModelShape } from "@spikefed/run-store";
import {
  type Evaluation,
  evaluateModel,
  type Executor,
  type LabelledImages,
  modelOf,
  type ModelSpec,
  stateLayout,
} from "@spikefed/snn-core";

import type { JudgedMatrix } from "./judged-matrices.ts";
import type { OutFolder } from "./out-folder.ts";

/** Pictures judged at once; the answers do not depend on it. */
const JUDGED_AT_ONCE = 50;

export interface RunPlan {
  settings: RunSettings;
  spec: ModelSpec;
  classes: number;
  shape: ModelShape;
  shards: ShardPlan;
  test: LabelledImages;
  /** Training pictures that no client has; null: none are kept. */
  validation: LabelledImages | null;
  folder: OutFolder;
  /** Trains and judges; its state is whatever was set last. */
  executor: Executor;
  /** Teaches, where the settings have an ANN teacher; else null. */
  twin: Executor | null;
  /** Of the models that were judged, oldest first, as many as are kept. */
  judged: JudgedMatrix[];
  /** A model by its hash on the held-out pictures, and on the validation part if there is one. */
  judge: (modelHash: string, onShare: (share: number) => void) => Promise<Judgement>;
}

export interface Judgement extends Evaluation {
  validation: Evaluation | null;
}

/** An experiment on its dataset, checked: before any folder is made and any kernel compiled. */
export interface Checked {
  settings: RunSettings;
  spec: ModelSpec;
  dataset: Dataset;
  shards: ShardPlan;
}

/**
 * @param options.isBegun It goes on as it was dealt, though a share fills no batch.
 * @throws {SpikefedError} `room/settings` in the experiment's words, `partition/...`
 */
export function checkExperiment(
  experiment: Experiment,
  dataset: Dataset,
  options = { isBegun: false },
): Checked {
  const settings = experimentSettings(experiment);
  inItsWords(() => checkSettings(settings, dataset));
  const spec = modelOf(settings, dataset.classes.length);
  const shards = inItsWords(() => new ShardPlan(dataset, settings, options));
  return { settings, spec, dataset, shards };
}

/**
 * @param executor Lets timers and signals through.
 * @param twin The same of the model's ANN twin; null where none teaches.
 */
export function runPlan(
  { settings, spec, dataset, shards }: Checked,
  folder: OutFolder,
  executor: Executor,
  twin: Executor | null,
): RunPlan {
  const { entries, length, trainable } = stateLayout(spec);
  const { updateEncoding: encoding } = settings;
  const shape: ModelShape = { layout: entries, length, trainable, encoding };
  const test = testSample(dataset.test, settings.testSamples, settings.seed);
  const validation = shards.validation();
  const all = test.count + (validation?.count ?? 0);
  return {
    ...{ settings, spec, shape, shards, test, validation, folder, executor, twin },
    ...{ classes: dataset.classes.length, judged: [] },
    judge: async (modelHash, onShare) => {
      executor.setState(
        readState(await readFile(blobPath(folder.models, modelHash)), entries, length),
      );
      const on = (images: LabelledImages, before: number) =>
        evaluateModel(executor, images, {
          ...{ batchSize: JUDGED_AT_ONCE, seed: settings.seed },
          onProgress: (done) => onShare((before + done) / all),
        });
      const judged = await on(test, 0);
      return { ...judged, validation: validation && (await on(validation, test.count)) };
    },
  };
}

// The evaluation worker: the reference executor on wasm, away from the thread that answers.

import { basename } from "node:path";

import { readState } from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";
import { readIntact } from "@spikefed/run-store";
import {
  createExecutor,
  evaluateModel,
  modelOf,
  stateLayout,
  type Executor,
  type LabelledImages,
} from "@spikefed/snn-core";
import { prepareNodeWasm } from "@spikefed/snn-core/node";

import { serve } from "../threads/serve.ts";
import type { EvaluateCalls, Evaluation, Pictures, TestSet } from "./evaluator.ts";

/** Pictures in one forward pass: enough to be fast, small in memory with T = 20. */
const BATCH_SIZE = 50;

interface Prepared {
  executor: Executor;
  images: LabelledImages;
  validation: LabelledImages | null;
  seed: number;
}

let prepared: Prepared | null = null;

serve<EvaluateCalls>({ prepare, evaluate: ({ model }) => evaluate(model) });

async function prepare({ model, classes, validation, seed, ...test }: TestSet): Promise<void> {
  prepared?.executor.dispose();
  prepared = null;
  prepareNodeWasm();
  const spec = modelOf(model, classes);
  const executor = await createExecutor({ spec, executor: "reference", backend: "wasm" });
  const images = imagesOf(test);
  prepared = { executor, images, validation: validation && imagesOf(validation), seed };
}

const imagesOf = ({ labels, pixels }: Pictures): LabelledImages => ({
  ...{ count: labels.length, labels, pixels },
});

async function evaluate(model: string): Promise<Evaluation> {
  if (!prepared) throw new Error("no test pictures were given");
  const { executor, images, validation, seed } = prepared;
  const startedMs = performance.now();
  const layout = stateLayout(executor.spec);
  const bytes = await readIntact(model, basename(model));
  if (bytes === null)
    throw new SpikefedError("store/corrupt", { file: model, why: "missing or damaged" });
  executor.setState(readState(bytes, layout.entries, layout.length));
  const judged = await figuresOn(executor, images, seed);
  const part = validation && (await figuresOn(executor, validation, seed));
  return { ...judged, validation: part, seconds: (performance.now() - startedMs) / 1000 };
}

async function figuresOn(executor: Executor, images: LabelledImages, seed: number) {
  const options = { batchSize: BATCH_SIZE, seed };
  const { correct, samples, loss } = await evaluateModel(executor, images, options);
  return { correct, samples, loss };
}

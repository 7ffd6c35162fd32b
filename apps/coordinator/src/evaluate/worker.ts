// The evaluation worker: the reference executor on wasm, away from the thread that answers.

import { basename } from "node:path";

import { readState } from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";
import { readIntact } from "@spikefed/run-store";
import {
  confusionRows,
  createExecutor,
  evaluateModel,
  firingRates,
  modelOf,
  stateLayout,
  type Executor,
  type LabelledImages,
} from "@spikefed/snn-core";
import { prepareNodeWasm } from "@spikefed/snn-core/node";

import { serve } from "../threads/serve.ts";
import { showPictures } from "./show-pictures.ts";
import type { EvaluateCalls, Evaluation, Pictures, TestSet } from "./evaluator.ts";

/** Pictures in one forward pass: enough to be fast, small in memory with T = 20. */
const BATCH_SIZE = 50;

interface Prepared {
  executor: Executor;
  images: LabelledImages;
  validation: LabelledImages | null;
  classes: number;
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
  prepared = { executor, images, validation: validation && imagesOf(validation), classes, seed };
}

const imagesOf = ({ labels, pixels }: Pictures): LabelledImages => ({
  ...{ count: labels.length, labels, pixels },
});

async function evaluate(model: string): Promise<Evaluation> {
  if (!prepared) throw new Error("no test pictures were given");
  const { executor, images, validation, classes, seed } = prepared;
  const startedMs = performance.now();
  const layout = stateLayout(executor.spec);
  const bytes = await readIntact(model, basename(model));
  if (bytes === null)
    throw new SpikefedError("store/corrupt", { file: model, why: "missing or damaged" });
  executor.setState(readState(bytes, layout.entries, layout.length));
  const options = { batchSize: BATCH_SIZE, seed };
  const { confusion, ...judged } = await evaluateModel(executor, images, options);
  const part = validation && (await evaluateModel(executor, validation, options));
  const seconds = (performance.now() - startedMs) / 1000;
  const rates = await firingRates(executor, images, seed);
  const figures = { confusion: confusionRows(confusion, classes), ...rates };
  const shown = await showPictures(executor, images, seed).catch(() => null); // a wall can wait
  return { ...judged, validation: part && withoutConfusion(part), figures, shown, seconds };
}

function withoutConfusion({
  correct,
  samples,
  loss,
}: {
  correct: number;
  samples: number;
  loss: number;
}) {
  return { correct, samples, loss };
}

// Judges group models on held-out pictures, in a worker thread.

import type { KeptFigures, ShowcaseRaster } from "@spikefed/protocol";
import type { LabelledImages, ModelChoice } from "@spikefed/snn-core";

import { workerFile } from "../home.ts";
import { Thread } from "../threads/thread.ts";

/** What to judge on: sent once a run. */
export interface TestSet {
  model: ModelChoice;
  classes: number;
  /** [N] */
  labels: Uint8Array;
  /** [N, 3072] */
  pixels: Uint8Array;
  /** Training pictures that no client has; null: the run keeps none. */
  validation: Pictures | null;
  seed: number;
}

/** [N] and [N, 3072]. */
export type Pictures = Pick<LabelledImages, "labels" | "pixels">;

export interface Evaluation {
  correct: number;
  samples: number;
  /** Mean cross entropy, nats. */
  loss: number;
  /** Null: there is no validation part. */
  validation: { correct: number; samples: number; loss: number } | null;
  /** For reports: what it takes for what, and how often its neurons fire. */
  figures: Pick<KeptFigures, "confusion" | "spikeRates" | "inputRate">;
  /** For a wall; null: it could not be measured, which makes no evaluation fail. */
  shown: Shown | null;
  seconds: number;
}

/** What a model says of the ten pictures that a wall shows. */
export interface Shown {
  /** Mean readout over time, `[pictures][classes]`. */
  votes: number[][];
  /** null: nothing spikes in this model. */
  raster: ShowcaseRaster | null;
}

export interface Evaluator {
  /** Takes the pictures of a run; they replace those of the run before. */
  prepare(testSet: TestSet): void;
  /** @param model file of the model */
  evaluate(model: string): Promise<Evaluation>;
  close(): Promise<void>;
}

export type EvaluateCalls = {
  prepare: { input: TestSet; output: void };
  evaluate: { input: { model: string }; output: Evaluation };
};

/**
 * The worker starts with the first evaluation, so that it does not slow the start of the server.
 * After a failure it is started anew and gets its pictures again.
 */
export function startEvaluator(): Evaluator {
  const thread = new Thread<EvaluateCalls>(workerFile("evaluate"));
  let testSet: TestSet | null = null;
  let prepared: Promise<void> | null = null;
  return {
    prepare(next) {
      testSet = next;
      prepared = null;
    },
    async evaluate(model) {
      if (!testSet) throw new Error("no test pictures were given");
      try {
        prepared ??= thread.call("prepare", testSet);
        await prepared;
        return await thread.call("evaluate", { model });
      } catch (error) {
        prepared = null;
        await thread.close();
        throw error;
      }
    },
    close: () => thread.close(),
  };
}

// A round with a student, its twin and three classes of pictures, watched step by step.

import type { LabelledImages } from "../data/shard.ts";
import { initState } from "../model/init.ts";
import { annTwin } from "../model/twin.ts";
import { uniformAt } from "../random/counter.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { TrainMetrics } from "../train/epochs.ts";
import type { Executor } from "../train/executor.ts";
import type { StepRule } from "../train/local-rule.ts";
import type { trainRound, TrainOptions } from "../train/train-round.ts";
import { conv, model, pool, readout } from "./models.ts";

const classes = 3;
export const spec = model(
  3,
  [3, 6, 6],
  [conv(3, 8, 3, "bntt"), pool(2), conv(8, 8, 3, "bntt"), readout(72, classes)],
  "direct",
);
export const optimizer = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0 } as const;
export const work: TrainOptions = { epochs: 1, batchSize: 12, optimizer, seed: 4 };
export const tandem = { kind: "tandem", weight: 100, teacherEpochs: 2 } as const;
export const annTaught = {
  kind: "distillation",
  weight: 0.5,
  temperature: 2,
  teacher: "ann",
  teacherEpochs: 3,
} as const;

/** Class c is brightest in channel c. */
export function coloured(count: number): LabelledImages {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
  const pixels = Uint8Array.from({ length: count * 108 }, (_, i) => {
    const isOwn = Math.floor(i / 36) % 3 === Math.floor(i / 108) % classes;
    return 80 + (isOwn ? 40 : 0) + 60 * uniformAt(1, i);
  });
  return { count, labels, pixels };
}

export const images = coloured(36);

const wasm = (own = spec) => createExecutor({ spec: own, executor: "kernels", backend: "wasm" });

/** Student and twin, and what their steps were asked. */
export async function watched() {
  const steps: { who: string; optimizer: unknown; rule: StepRule | undefined }[] = [];
  const starts: Float32Array[] = [];
  const watch = (who: string, executor: Executor): Executor => ({
    ...executor,
    setState: (state) => {
      if (who === "twin") starts.push(state.slice());
      executor.setState(state);
    },
    trainStep: (batch, how, loss, rule) => {
      steps.push({ who, optimizer: how, rule });
      return executor.trainStep(batch, how, loss, rule);
    },
  });
  const student = watch("student", await wasm());
  const twin = watch("twin", await wasm(annTwin(spec)));
  student.setState(initState(spec, 1));
  return { student, twin, steps, starts };
}

export async function drain(round: ReturnType<typeof trainRound>) {
  const metrics: TrainMetrics[] = [];
  for (;;) {
    const next = await round.next();
    if (next.done) return { metrics, summary: next.value };
    metrics.push(next.value);
  }
}

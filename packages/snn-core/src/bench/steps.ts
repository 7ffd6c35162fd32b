// Whole training steps and evaluations: the engine beside the same model in tfjs ops and autodiff, on one device.

import { createEngine, type Engine } from "../engine/engine.ts";
import type { Tuning } from "../engine/plan/tuning.ts";
import { SnnError } from "../errors.ts";
import { activateBackend, gpuDevice, guardGpu } from "../gpu/backend.ts";
import { initState } from "../model/init.ts";
import { preset } from "../model/presets.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { Executor, PickedBatch } from "../train/executor.ts";
import type { Ceiling } from "./ceiling.ts";
import { median, type PairOptions, type Paired, timePairs } from "./paired.ts";
import { drawnPictures } from "./pictures.ts";
import type { StepRow, TfjsStep } from "./report.ts";
import { evaluation, type StepTask, training } from "./step-task.ts";
import { repeatsOf, timeRuns, type Work } from "./timing.ts";
import { type TfjsUsage, watchTfjs } from "./tfjs-queue.ts";

export interface StepCase {
  /** Default: a training step. */
  task?: "training" | "evaluation";
  preset: string;
  batch: number;
  /** Pictures at once in the tfjs ops; null: they are not run. */
  tfjsBatch: number | null;
  note: string | null;
}

const SEED = 1;
/** Pictures that are drawn; a larger batch takes them again. */
const MOST_PICTURES = 256;

export interface StepOptions extends PairOptions {
  tuning: Tuning;
  ceiling: Ceiling;
}

const taskOf = ({ task }: StepCase): StepTask => (task === "evaluation" ? evaluation : training);

/** Times a step; what goes wrong becomes the row's `problem`, or its note where tfjs failed. */
export async function measureStep(item: StepCase, options: StepOptions): Promise<StepRow> {
  const plain = rowOf(item);
  try {
    if (item.tfjsBatch === null) return await alone(item, options);
    try {
      return await beside(item, item.tfjsBatch, options);
    } catch (error) {
      const row = await alone(item, options);
      const note = `the tfjs ops failed here: ${factOf(error)}`;
      return { ...row, note: row.note === null ? note : `${row.note}; ${note}` };
    }
  } catch (error) {
    return { ...plain, problem: factOf(error) };
  }
}

const factOf = (error: unknown): string => (error instanceof SnnError ? error.fact : String(error));

function rowOf({ preset: name, batch, note }: StepCase): StepRow {
  return {
    ...{ preset: name, timesteps: preset(name, 10).timesteps, batch, note },
    ...{ imagesPerSecond: null, ms: null, gflops: null, ceilingShare: null, bandwidthShare: null },
    ...{ dispatches: null, peakBytes: null, tfjs: null, tfjsRatio: null },
    ...{ ratio: null, cpuRatio: null, pairs: 0, problem: null },
  };
}

async function alone(item: StepCase, options: StepOptions): Promise<StepRow> {
  return withEngine(item, options, async (engine, ours) => {
    const times = await repeatsOf(ours, options);
    const taken: number[] = [];
    const start = options.clock.wall();
    do taken.push((await timeRuns(ours, times, options.clock)).wall);
    while (taken.length < options.pairs && options.clock.wall() - start < options.budgetMs);
    return { ...rowOf(item), ...speedOf(item, engine, median(taken), options) };
  });
}

async function beside(item: StepCase, batch: number, options: StepOptions): Promise<StepRow> {
  return withEngine(item, options, async (engine, ours) => {
    const { spec } = engine;
    const tfjs = await createExecutor({ spec, executor: "reference", backend: "webgpu" });
    try {
      const theirs = workOf(tfjs, batch, taskOf(item));
      options.onRun?.("tfjs, first step, counted");
      const usage = await watchTfjs(() => theirs(1));
      const sides = [
        { run: ours, amount: item.batch },
        { run: theirs, amount: batch },
      ] as const;
      const paired = await timePairs(...sides, options);
      return {
        ...rowOf(item),
        ...speedOf(item, engine, paired.oursMs, options),
        ...{ tfjs: tfjsStep(batch, paired, usage), tfjsRatio: paired.ratio.median },
        ...{ ratio: paired.ratio, cpuRatio: paired.cpuRatio, pairs: paired.pairs },
      };
    } finally {
      tfjs.dispose();
    }
  });
}

const tfjsStep = (batch: number, { theirsMs: ms }: Paired, usage: TfjsUsage): TfjsStep => ({
  ...{ batch, ms, imagesPerSecond: (1000 * batch) / ms, ...usage },
});

async function withEngine<R>(
  item: StepCase,
  { tuning, onRun }: StepOptions,
  use: (engine: Engine, ours: Work) => Promise<R>,
): Promise<R> {
  await activateBackend("webgpu");
  const spec = preset(item.preset, 10);
  const onCompile = (done: number, total: number) => {
    onRun?.(`${done} of ${total} kernels compiled`);
  };
  const engine = createEngine({ spec, device: gpuDevice(), tuning, onCompile });
  try {
    return await guardGpu(() => use(engine, workOf(engine, item.batch, taskOf(item))));
  } finally {
    engine.dispose();
  }
}

/** Runs on the same drawn pictures, each read back as training or judging does. */
export function workOf(executor: Executor, count: number, task: StepTask): Work {
  executor.setState(initState(executor.spec, SEED));
  const images = drawnPictures(Math.min(count, MOST_PICTURES), SEED);
  const batch: PickedBatch = {
    images,
    indices: Array.from({ length: count }, (_, i) => i % images.count),
    seed: SEED,
  };
  return async (times) => {
    for (let i = 0; i < times; i++) await task.run(executor, batch);
  };
}

function speedOf(item: StepCase, engine: Engine, ms: number, { tuning, ceiling }: StepOptions) {
  const { peakBytes } = engine.usage();
  const dispatches = taskOf(item).dispatches(engine, item.batch, tuning);
  const gflops = taskOf(item).flops(engine.spec, item.batch) / ms / 1e6;
  const imagesPerSecond = (1000 * item.batch) / ms;
  return {
    ms,
    imagesPerSecond,
    gflops,
    ceilingShare: gflops / ceiling.gflops,
    dispatches,
    peakBytes,
  };
}

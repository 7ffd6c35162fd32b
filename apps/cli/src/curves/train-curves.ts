// Curves of one executor, in a process of its own with the adapter's driver.

import {
  type BackendName,
  createExecutor,
  type ExecutorName,
  initState,
  type OptimizerOptions,
  preset,
  SnnError,
  trainRound,
} from "@spikefed/snn-core";
import { prepareNodeGpu, prepareNodeWasm } from "@spikefed/snn-core/node";

import { type Adapter, runSelf } from "../adapters/adapters.ts";
import { tunedKernels } from "../adapters/tuned.ts";
import type { Curve } from "./bands.ts";
import { readRecords } from "./records.ts";

const plainKernels = { tuning: undefined, words: null };

/** Hidden command of the child. */
export const WORKER_COMMAND = "curves-here";

/** Pictures to train on: one file of the official five. */
const PICTURES = 10_000;

const optimizer: OptimizerOptions = {
  kind: "sgd",
  learningRate: 0.1,
  momentum: 0.9,
  weightDecay: 1e-4,
};

/** A seed decides the state at the start and the order of the pictures. */
export interface Job {
  executor: ExecutorName;
  backend: BackendName;
  /** The engine's kernels: those that the tuner chooses, not the plain ones. */
  isTuned: boolean;
  preset: string;
  steps: number;
  batch: number;
  seeds: readonly number[];
  /** File of records. */
  data: string;
}

type Line = { seed: number; step: number; loss: number };

/**
 * @param onCurve Told each curve that has come to its end.
 * @throws {Error} when one does not, with the child's own words.
 */
export async function trainCurves(
  job: Job,
  adapter: Adapter,
  onCurve: (curve: Curve) => void,
  onStep: (line: Line) => void,
): Promise<void> {
  let losses: number[] = [];
  let done = 0;
  const { code, signal, stderr } = await runSelf(
    [WORKER_COMMAND, JSON.stringify(job)],
    adapter.env,
    (text) => {
      if (!text.startsWith("{")) return void process.stderr.write(`${text}\n`);
      const line = JSON.parse(text) as Line;
      losses.push(line.loss);
      onStep(line);
      if (line.step < job.steps) return;
      onCurve({ seed: line.seed, losses });
      losses = [];
      done += 1;
    },
  );
  if (done === job.seeds.length) return;
  const how = signal ?? `exit ${code}`;
  const name = `${job.executor}/${job.backend}`;
  throw new Error(`${name} stopped in seed ${job.seeds[done]} (${how}). ${stderr}`);
}

/** The child's side: a JSON line a step. */
export async function trainHere(job: Job): Promise<void> {
  prepareNodeWasm();
  if (job.backend === "webgpu") await prepareNodeGpu();
  try {
    const { tuning, words } = job.isTuned ? await tunedKernels() : plainKernels;
    if (words !== null) process.stdout.write(`tuned kernels, ${words}\n`);
    const executor = await createExecutor({ ...job, tuning, spec: preset(job.preset, 10) });
    const images = await readRecords(job.data, PICTURES);
    const perEpoch = Math.max(1, Math.floor(images.count / job.batch));
    const epochs = Math.ceil(job.steps / perEpoch);
    for (const seed of job.seeds) {
      executor.setState(initState(executor.spec, seed));
      const options = { epochs, batchSize: job.batch, optimizer, seed };
      for await (const { batch: step, loss } of trainRound(executor, images, options)) {
        process.stdout.write(`${JSON.stringify({ seed, step, loss } satisfies Line)}\n`);
        if (step === job.steps) break;
      }
    }
  } catch (error) {
    if (!(error instanceof SnnError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
  }
}

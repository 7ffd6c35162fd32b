// A federation that takes milliseconds: ten clients of one class each, and a model of a few numbers
// that "trains" by a rule of its own. Whatever it does depends on its state and its seeds alone.

import { readFile } from "node:fs/promises";

import { tinyDataset } from "@spikefed/datasets/testing";
import { type ExperimentChoice, type LogEvent, readExperiment } from "@spikefed/protocol";
import { type RunLog, readLog, sha256Of } from "@spikefed/run-store";
import {
  type Batch,
  type Executor,
  labelsOf,
  type ModelSpec,
  preset,
  stateLayout,
} from "@spikefed/snn-core";

import type { Doing } from "../federation-options.ts";
import { federationOf } from "../federation-of.ts";
import { readMatrices } from "../judged-matrices.ts";
import type { Manifest } from "../manifest.ts";
import { openLog } from "../open-log.ts";
import { claim, outFolder } from "../out-folder.ts";
import { checkExperiment, type RunPlan, runPlan } from "../run-plan.ts";

/** Three rounds of four clients. */
export const tinyExperiment = {
  ...{ dataset: "shapes", clients: 10, participants: 4, rounds: 3, batchSize: 16 },
  ...{ testSamples: 20, evaluateEvery: 2 },
  partition: { kind: "pathological", classesPerClient: 1, samplesPerClient: 32 },
} as const satisfies ExperimentChoice;

/** What clients of these classes do wrong: a loss that is no number, an update out of range. */
export interface Faults {
  diverge?: readonly number[];
  explode?: readonly number[];
}

const spec: ModelSpec = {
  ...preset("s4", 10),
  ...{ name: "tiny", input: [1, 2, 2], blocks: [{ type: "readout", in: 4, out: 10 }] },
};
/** With a layer that has a norm. */
const normed: ModelSpec = {
  ...{ ...spec, name: "tiny with a norm" },
  blocks: [{ type: "linear", in: 4, out: 4, norm: "bn", activation: "lif" }, ...spec.blocks],
};
export const normedLayout = stateLayout(normed).entries;

const { entries, length, trainable } = stateLayout(spec);
export const tinyShape = { layout: entries, length, trainable };

function tinyExecutor(spec: ModelSpec, { faults = {}, onWork }: TinyRun): Executor {
  const { diverge = [], explode = [] } = faults;
  let state = new Float32Array(0);
  let start = state;
  const layout = stateLayout(spec);
  const logits = (batch: Batch) =>
    Float32Array.from({ length: labelsOf(batch).length * 10 }, (_, i) => state[i % 40]!);
  return {
    ...{ name: "kernels", backend: "cpu", spec, layout },
    setState: (next) => void (start = state = Float32Array.from(next)),
    getState: async () => {
      onWork?.(start, state);
      return Float32Array.from(state);
    },
    lastGradient: async () => new Float32Array(layout.trainable),
    trainStep: async (batch, { learningRate }) => {
      const [label = 0] = labelsOf(batch);
      const { seed } = batch as { seed: number };
      const size = explode.includes(label) ? 1e6 : learningRate;
      state = state.map((v, i) => v * 0.9 + (size * ((seed + i * 7 + label) % 101)) / 101);
      const loss = diverge.includes(label) ? NaN : 1 + (seed % 7);
      return { loss, correct: seed % 16, logits: logits(batch), spikes: [] };
    },
    evaluate: async (batch) => logits(batch),
    trace: async (batch) => ({ logits: logits(batch), spikes: new Map() }),
    dispose: () => undefined,
  };
}

const dataset = tinyDataset(400, 50);

export interface TinyRun {
  experiment?: ExperimentChoice;
  faults?: Faults;
  /** The model has a norm; default: where norms stay with their clients. */
  isNormed?: boolean;
  /** Told of each client's work: what it started from, and what it made. */
  onWork?: (start: Float32Array, after: Float32Array) => void;
  /** The process dies at a line of the log; see `mortal`. */
  log?: (log: RunLog) => Pick<RunLog, "events" | "append">;
  onPlan?: (plan: RunPlan) => void;
  signal?: AbortSignal;
  keepUpdates?: boolean;
}

/** Begins the run of a folder, or goes on with it. @returns what it told. */
export async function runTiny(root: string, run: TinyRun = {}): Promise<Doing[]> {
  const experiment = readExperiment({ ...tinyExperiment, ...run.experiment });
  const folder = outFolder(root);
  const lock = await claim(folder, manifestOf(experiment), true);
  const model = (run.isNormed ?? experiment.localNorm) ? normed : spec;
  const checked = { ...checkExperiment(experiment, dataset), spec: model };
  const plan = runPlan(checked, folder, tinyExecutor(model, run), null);
  run.onPlan?.(plan);
  const now = () => 1_700_000_000_000;
  const { log, records } = await openLog({
    ...{ plan, dataset, runId: "tiny-run", device: "cpu", now },
  });
  const told: Doing[] = [];
  const { signal = new AbortController().signal } = run;
  try {
    await federationOf({
      ...{ plan, log: run.log?.(log) ?? log, records, now, signal },
      keepUpdates: run.keepUpdates ?? false,
      tell: (doing) => told.push(doing),
      onFigures: () => Promise.resolve(),
    }).run();
    return told;
  } finally {
    await log.close();
    await records.close();
    await lock.release();
  }
}

export const manifestOf = (experiment: Manifest["experiment"]): Manifest => ({
  ...{ format: 1, experiment, executor: "kernels/cpu", adapter: "none", tuning: null },
  dataset: { name: "shapes", source: "tiny", procedural: true, sha256: dataset.sha256 },
  ...{ builds: [], versions: {}, command: "npm run simulate", model: null },
});

export class Death extends Error {}

/** Lets `lines` lines through and dies before or after the last of them is on the disk. */
export function mortal(log: RunLog, lines: number, when: "before" | "after"): TinyLog {
  let left = lines;
  return {
    events: log.events,
    append: async (body) => {
      left -= 1;
      if (left <= 0 && when === "before") throw new Death();
      await log.append(body);
      if (left <= 0) throw new Death();
    },
  };
}

type TinyLog = Pick<RunLog, "events" | "append">;

/**
 * The log without its deadlines and records, the newest and the best model as they lie in the folder,
 * and what the models that were judged took for what.
 */
export async function outcomeOf(root: string) {
  const folder = outFolder(root);
  const log = await readLog(folder.log);
  const events = log.events.map((event): LogEvent => {
    if (event.type === "round-opened") return { ...event, deadlineMs: 0 };
    const isRecorded = event.type === "aggregated" || event.type === "evaluated";
    return isRecorded ? { ...event, record: "" } : event; // it seals the deadlines and names the key
  });
  const model = await readFile(folder.model);
  const best = await readFile(folder.best);
  const hash = sha256Of(model);
  const matrices = await readMatrices(folder);
  return { events, hash, model: model.toString("base64"), best: sha256Of(best), matrices };
}

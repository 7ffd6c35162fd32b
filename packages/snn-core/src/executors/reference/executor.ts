// The reference executor: tfjs ops, autodiff, any backend. Slow and plain on purpose.

// The union package registers the gradients of all ops; the core alone has none.
import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";

import { checkSeed } from "../../data/encode.ts";
import { stateLayout, type StateEntry } from "../../model/layout.ts";
import { featureShapes } from "../../model/shapes.ts";
import type { ModelSpec, OptimizerOptions } from "../../model/spec.ts";
import type {
  BackendName,
  EncodedBatch as Batch,
  Executor,
  StepResult,
} from "../../train/executor.ts";
import { dropoutMasks } from "../dropout-masks.ts";
import { ModelState } from "../model-state.ts";
import { judge } from "../../train/judge.ts";
import { ownRule, type StepRule } from "../../train/local-rule.ts";
import { ownLoss, plainLoss, type StepLoss } from "../../train/loss-options.ts";
import { inputMaps, asSgd, readAll, sgd } from "../shared.ts";
import { withTfjsGradients } from "../kernels/tfjs-gradients.ts";
import {
  type BlockParameters,
  network,
  nothingSeen,
  type Observed,
  type Running,
} from "./network.ts";
import { ruleLoss } from "./rules.ts";

export function createReferenceExecutor(spec: ModelSpec, backend: BackendName): Executor {
  const layout = stateLayout(spec);
  const shapes = featureShapes(spec);
  const trainableEntries = layout.entries.filter(({ offset }) => offset < layout.trainable);
  const state = new ModelState(layout, backend);

  const cut = (flat: tf.Tensor1D, { offset, length, shape }: StateEntry, base = 0) =>
    tf.reshape(tf.slice(flat, [offset - base], [length]), [...shape]);
  const runningMaps = () => runningOf(state.tensors.running, layout.entries, layout.trainable, cut);

  const byBlock = (values: tf.Tensor[]): BlockParameters[] => {
    const blocks: BlockParameters[] = spec.blocks.map(() => ({}));
    trainableEntries.forEach(({ block, kind }, i) => {
      blocks[block]![kind as "weight" | "gamma"] = values[i]!;
    });
    return blocks;
  };
  const evaluated = (batch: Batch, observed: Observed) => {
    const values = trainableEntries.map((entry) => cut(state.tensors.parameters, entry));
    return network(spec, shapes, byBlock(values), inputMaps(spec, batch), runningMaps(), observed);
  };

  return {
    name: "reference",
    backend,
    spec,
    layout,
    setState: (next) => {
      state.load(next);
    },
    getState: () => state.read(),
    lastGradient: () => state.readGradient(),
    async trainStep(
      batch: Batch,
      optimizer: OptimizerOptions,
      loss?: StepLoss,
      by?: StepRule,
    ): Promise<StepResult> {
      void tf.setBackend(backend);
      checkSeed(spec, batch);
      const descent = asSgd(optimizer);
      const own = ownLoss(loss, batch.labels, shapes.at(-1)!.c);
      const rule = ownRule(by, spec, batch.labels.length);
      const observed = nothingSeen();
      const { parameters, velocity, running } = state.tensors;
      const origin = descent.proximalMu ? state.origin : null;
      const done = tf.tidy(() => {
        let logits: tf.Tensor2D;
        let told: tf.Scalar;
        const values = trainableEntries.map((entry) => cut(state.tensors.parameters, entry));
        const masks = dropoutMasks(spec, shapes, batch);
        const lossOf = (...inputs: tf.Tensor[]): tf.Scalar => {
          const parameters = byBlock(inputs);
          const { labels } = batch;
          const input = inputMaps(spec, batch);
          const how = { labels, loss: own ?? plainLoss, rule, observed, masks };
          ({ logits, told } = ruleLoss({ spec, shapes, parameters, input, ...how }));
          tf.keep(logits);
          observed.spikes.forEach((s) => tf.keep(s));
          observed.statistics.forEach((s) => [tf.keep(s.mean), tf.keep(s.variance)]);
          return tf.keep(told);
        };
        const grads = withTfjsGradients(() => tf.grads(lossOf)(values));
        const flat = tf.concat1d(grads.map((g) => tf.reshape<tf.Rank.R1>(g, [-1])));
        const spikes = [...observed.spikes].map(([block, s]) => ({
          block,
          sums: tf.sum(s, 1),
          size: s.shape[1],
        }));
        const statistics = nextRunning(
          running,
          observed,
          layout.entries,
          layout.trainable,
          spec.normMomentum,
          cut,
        );
        return {
          logits: logits!,
          told: told!,
          flat,
          spikes,
          statistics,
          ...sgd({ parameters, velocity, gradient: flat, origin }, descent),
        };
      });
      observed.spikes.forEach((s) => s.dispose());
      observed.statistics.forEach((s) => tf.dispose([s.mean, s.variance]));
      const { parameters: moved, velocity: pace, flat: gradient, statistics: settled } = done;
      state.replace({ parameters: moved, velocity: pace, gradient, running: settled });
      const logits = (await done.logits.data()) as Float32Array;
      const spikes = [];
      for (const { block, sums, size } of done.spikes) {
        const perStep = (await sums.data()) as Float32Array;
        spikes.push({ block, neurons: size / batch.labels.length, perStep });
        sums.dispose();
      }
      const judged = judge(logits, batch.labels);
      if (own !== null || rule?.kind === "tandem") judged.loss = (await done.told.data())[0]!;
      tf.dispose([done.logits, done.told]);
      return { ...judged, logits, spikes };
    },
    async evaluate(batch: Batch) {
      void tf.setBackend(backend);
      const logits = tf.tidy(() => evaluated(batch, nothingSeen()));
      const result = (await logits.data()) as Float32Array;
      logits.dispose();
      return result;
    },
    async trace(batch: Batch) {
      void tf.setBackend(backend);
      const observed = nothingSeen();
      const logits = tf.tidy(() => {
        const result = evaluated(batch, observed);
        observed.spikes.forEach((s) => tf.keep(s));
        observed.values.forEach((value) => tf.keep(value));
        return result;
      });
      const [spikes, values] = [await readAll(observed.spikes), await readAll(observed.values)];
      const scores = (await logits.data()) as Float32Array;
      logits.dispose();
      return { logits: scores, spikes, values };
    },
    dispose() {
      state.dispose();
    },
  };
}

type Cut = (flat: tf.Tensor1D, entry: StateEntry, base?: number) => tf.Tensor;

function runningOf(
  running: tf.Tensor1D,
  entries: readonly StateEntry[],
  base: number,
  cut: Cut,
): Map<number, Running> {
  const result = new Map<number, Running>();
  for (const mean of entries.filter(({ kind }) => kind === "mean")) {
    const variance = entries.find(({ kind, block }) => kind === "var" && block === mean.block)!;
    result.set(mean.block, {
      mean: cut(running, mean, base),
      variance: cut(running, variance, base),
    });
  }
  return result;
}

/** `running = (1 - momentum) running + momentum batch`; the variance taken is the unbiased one. */
function nextRunning(
  running: tf.Tensor1D,
  observed: Observed,
  entries: readonly StateEntry[],
  base: number,
  momentum: number,
  cut: Cut,
): tf.Tensor1D {
  const parts = entries
    .filter(({ offset }) => offset >= base)
    .map((entry) => {
      const { mean, variance, rows } = observed.statistics.get(entry.block)!;
      const unbiased = rows > 1 ? rows / (rows - 1) : 1;
      const batch = entry.kind === "mean" ? mean : tf.mul(variance, unbiased);
      const kept = tf.mul(cut(running, entry, base), 1 - momentum);
      return tf.reshape<tf.Rank.R1>(tf.add(kept, tf.mul(batch, momentum)), [-1]);
    });
  return parts.length === 0 ? tf.clone(running) : tf.concat1d(parts);
}

// The executor on our own kernels: the chain of `step.ts`, parameters in one flat buffer.

import * as tf from "@tensorflow/tfjs-core";

import { stateLayout } from "../../model/layout.ts";
import { featureShapes } from "../../model/shapes.ts";
import type { ModelSpec, OptimizerOptions } from "../../model/spec.ts";
import { checkSeed } from "../../data/encode.ts";
import { hasWasmKernels } from "../../kernels/wasm-kernel.ts";
import type {
  BackendName,
  EncodedBatch as Batch,
  Executor,
  StepResult,
} from "../../train/executor.ts";
import { ownRule, type StepRule } from "../../train/local-rule.ts";
import { ownLoss, type StepLoss } from "../../train/loss-options.ts";
import {
  asSgd,
  compare,
  type Compared,
  freeAll,
  inputMaps,
  readAll,
  sgd,
  tidied,
} from "../shared.ts";
import { dropoutMasks } from "../dropout-masks.ts";
import { ModelState } from "../model-state.ts";
import type { KernelOps } from "./ops.ts";
import { blockTensors, flatGradient } from "./parameters.ts";
import { ahead as wayAhead, back } from "./rules.ts";
import { evaluationNorms, nextRunning } from "./running.ts";
import { forward, type Forward, type Kept, sizeAt, type StepShape } from "./step.ts";
import { typedOps } from "./typed-ops.ts";
import { unpack, unpackSpikes } from "./unpack.ts";
import { wasmOps } from "./wasm-ops.ts";
import { neuronsOf, webgpuOps } from "./webgpu-ops.ts";

/** What a step is compared with, how its gradient is made and what becomes of it. */
interface StepHow {
  own: StepLoss | null;
  rule: ReturnType<typeof ownRule>;
  update: (gradient: tf.Tensor1D) => { parameters: tf.Tensor1D; velocity: tf.Tensor1D };
}

export function createKernelExecutor(spec: ModelSpec, backend: BackendName): Executor {
  const ops = opsOf(backend);
  const layout = stateLayout(spec);
  const shapes = featureShapes(spec);
  const state = new ModelState(layout, backend);
  const shapeOf = (batch: Batch): StepShape => ({ spec, shapes, batch: batch.labels.length });
  const cutUp = () => blockTensors(state.tensors.parameters, layout, spec.blocks, shapes);

  const mapsOf = (batch: Batch) => inputMaps(spec, batch, spec.blocks[0]?.type === "conv");

  const evaluated = (batch: Batch): Forward => {
    const { parameters, running } = state.tensors;
    const norms = evaluationNorms(spec, layout, parameters, running);
    return forward(ops, shapeOf(batch), cutUp(), mapsOf(batch), norms);
  };

  /** Forward, loss, backward and the update, which the caller keeps. */
  const wholeStep = async (batch: Batch, { own, rule, update }: StepHow) => {
    const step = shapeOf(batch);
    const ahead = tidied(() => {
      const tensors = cutUp();
      const masks = dropoutMasks(spec, shapes, batch);
      return { tensors, way: wayAhead({ ops, step, tensors, rule }, mapsOf(batch), masks) };
    });
    let compared: Compared | null = null;
    try {
      const { tensors, way } = ahead;
      compared = await compare(way.result.logits, batch.labels, own);
      const { dlogits, told } = compared;
      const error = (await way.error?.data())?.[0] ?? 0;
      void tf.setBackend(backend);
      const done = tf.tidy(() => {
        const gradients = back({ ops, step, tensors, rule }, way, dlogits);
        const gradient = flatGradient(gradients, layout, spec.blocks, shapes);
        const running = nextRunning(step, layout, state.tensors.running, way.result.kept);
        return { gradient, running, seen: readout(ops, step, way.result), ...update(gradient) };
      });
      return { ...done, told, error };
    } finally {
      freeAll(ahead);
      compared?.dlogits.dispose();
    }
  };

  return {
    name: "kernels",
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
      const origin = descent.proximalMu ? state.origin : null;
      const update: StepHow["update"] = (gradient) =>
        sgd({ ...state.tensors, gradient, origin }, descent);
      const { seen, told, error, ...next } = await wholeStep(batch, { own, rule, update });
      state.replace(next);
      const values = (await seen.data()) as Float32Array;
      seen.dispose();
      const result = { ...unpack(values, shapeOf(batch), batch.labels), ...told };
      return { ...result, loss: result.loss + error };
    },
    async evaluate(batch: Batch) {
      void tf.setBackend(backend);
      const logits = tf.tidy(() => evaluated(batch).logits);
      const result = (await logits.data()) as Float32Array;
      logits.dispose();
      return result;
    },
    async trace(batch: Batch) {
      void tf.setBackend(backend);
      const words = new Map<number, tf.Tensor>();
      const dense = new Map<number, tf.Tensor>();
      const kept = tf.tidy(() => {
        const result = evaluated(batch);
        result.kept.forEach((block, index) => {
          if (block?.output.form === "spikes") words.set(index, tf.keep(block.output.words));
          if (block?.output.form === "dense") dense.set(index, tf.keep(block.output.value));
        });
        return result.logits;
      });
      const spikes = new Map<number, Float32Array>();
      for (const [block, packed] of words) {
        const neurons = neuronsOf(sizeAt(shapeOf(batch), block + 1));
        spikes.set(
          block,
          unpackSpikes((await packed.data()) as Int32Array, spec.timesteps, neurons),
        );
        packed.dispose();
      }
      const values = await readAll(dense);
      const logits = (await kept.data()) as Float32Array;
      kept.dispose();
      return { logits, spikes, values };
    },
    dispose: () => {
      state.dispose();
    },
  };
}

function opsOf(backend: BackendName): KernelOps {
  if (backend === "webgpu") return webgpuOps;
  return backend === "wasm" && hasWasmKernels() ? wasmOps : typedOps;
}

/** Logits and spike counts behind one another, so that a step reads back once. */
function readout(
  ops: KernelOps,
  step: StepShape,
  { logits, kept }: { logits: tf.Tensor2D; kept: readonly (Pick<Kept, "output"> | null)[] },
): tf.Tensor1D {
  const parts = [tf.reshape<tf.Rank.R1>(logits, [-1])];
  kept.forEach((block, index) => {
    if (block?.output.form !== "spikes") return;
    const counts = ops.count(block.output.words, sizeAt(step, index + 1));
    parts.push(tf.sum<tf.Tensor1D>(counts, 0));
  });
  return tf.concat1d(parts);
}

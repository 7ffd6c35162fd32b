// The update of all parameters as a workload: one step of SGD with momentum and weight decay.

import * as tf from "@tensorflow/tfjs-core";

import { update } from "../engine/kernels/update.ts";
import { optimizerNumbers } from "../engine/optimizer.ts";
import { deviceLayout } from "../engine/parameters.ts";
import { sgd } from "../executors/shared.ts";
import type { NetworkCase } from "./first-layer-work.ts";
import { noise, relativeError } from "./inputs.ts";
import { openWorkload } from "./open-workload.ts";
import { trainingOptions } from "./step-task.ts";
import type { Workload } from "./workload.ts";

/** Operations on one parameter; bytes of it that move: three values read, two written. */
const FLOPS = 6;
const BYTES = 4 * 5;

/** The result is held against tfjs's after one step; while it is timed the parameters go on. */
export function parameterUpdate({ network }: Pick<NetworkCase, "network">): Workload {
  const length = deviceLayout(network).trainable;
  return {
    name: `SGD with momentum, ${length.toLocaleString("en")} parameters of ${network.spec.name}`,
    kind: "other",
    baseline: "the same in tfjs ops, over one flat tensor",
    flops: FLOPS * length,
    bytes: BYTES * length,
    open: (gpu) => {
      const [parameters, gradient, first] = [1, 2, 3].map((seed) => noise(length, seed)) as [
        Float32Array<ArrayBuffer>,
        Float32Array<ArrayBuffer>,
        Float32Array<ArrayBuffer>,
      ];
      const state = {
        parameters: tf.tensor1d(parameters),
        gradient: tf.tensor1d(gradient),
        velocity: tf.tensor1d(first),
        origin: null,
      };
      const shader = update("sgd", { length, isProximal: false });
      return openWorkload(gpu, {
        steps: [{ shader, bound: ["o", "parameters", "gradient", "first"] }],
        inputs: { parameters, gradient, first },
        uniforms: { o: optimizerNumbers(trainingOptions, 1) },
        sizes: {},
        tensors: [state.parameters, state.gradient, state.velocity],
        theirs: () => {
          const next = sgd(state, trainingOptions);
          return [next.parameters, next.velocity];
        },
        results: ["parameters"],
        error: relativeError,
      });
    },
  };
}

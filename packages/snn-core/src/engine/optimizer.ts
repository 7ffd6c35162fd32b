// The engine's update of the parameters: one dispatch over the flat buffers, its numbers in a
// uniform. Buffers that only some optimizers need are made when one first asks for them.

import type { OptimizerOptions } from "../model/spec.ts";
import { type Dispatch, type EngineGpu, whole } from "./device/gpu.ts";
import { update } from "./kernels/update.ts";

/** Uniform of `kernels/update.ts`: eight floats. */
export function optimizerNumbers(
  options: OptimizerOptions,
  step: number,
): Float32Array<ArrayBuffer> {
  const { learningRate, weightDecay, proximalMu = 0 } = options;
  if (options.kind === "sgd") {
    return Float32Array.of(learningRate, options.momentum, weightDecay, proximalMu, 0, 1, 1, 0);
  }
  const { beta1, beta2, epsilon } = options;
  const correction = (beta: number) => 1 / (1 - beta ** step);
  const [first, second] = [correction(beta1), correction(beta2)];
  return Float32Array.of(
    learningRate,
    beta1,
    weightDecay,
    proximalMu,
    beta2,
    first,
    second,
    epsilon,
  );
}

/** Flat buffers of the model on the device. */
export interface ModelBuffers {
  parameters: GPUBuffer;
  gradients: GPUBuffer;
  momentum: GPUBuffer;
}

export class EngineOptimizer {
  readonly #gpu: EngineGpu;
  readonly #model: ModelBuffers;
  readonly #numbers: GPUBuffer;
  readonly #dispatches = new Map<string, Promise<Dispatch>>();
  #second: GPUBuffer | null = null;
  #anchor: GPUBuffer | null = null;
  /** The state that was set last: FedProx's anchor, sent when an optimizer first asks for it. */
  #origin = new Float32Array();
  #steps = 0;

  constructor(gpu: EngineGpu, model: ModelBuffers) {
    this.#gpu = gpu;
    this.#model = model;
    this.#numbers = gpu.uniform("optimizer", 32);
  }

  /** Momentum starts anew; `parameters`, as they lie in their buffer, become FedProx's anchor. */
  reset(parameters: Float32Array<ArrayBuffer>): void {
    this.#steps = 0;
    this.#origin = parameters;
    const { device } = this.#gpu;
    const encoder = device.createCommandEncoder({ label: "reset" });
    encoder.clearBuffer(this.#model.momentum);
    if (this.#second) encoder.clearBuffer(this.#second);
    device.queue.submit([encoder.finish()]);
    if (this.#anchor) device.queue.writeBuffer(this.#anchor, 0, parameters);
  }

  /** The dispatch of one update; counts it and writes its numbers. */
  async next(options: OptimizerOptions): Promise<Dispatch> {
    const isProximal = (options.proximalMu ?? 0) !== 0;
    const key = `${options.kind} ${isProximal}`;
    let dispatch = this.#dispatches.get(key);
    if (!dispatch) {
      dispatch = this.#make(options.kind, isProximal);
      this.#dispatches.set(key, dispatch);
    }
    const ready = await dispatch;
    this.#steps += 1;
    this.#gpu.device.queue.writeBuffer(this.#numbers, 0, optimizerNumbers(options, this.#steps));
    return ready;
  }

  #make(kind: OptimizerOptions["kind"], isProximal: boolean): Promise<Dispatch> {
    const { parameters, gradients, momentum } = this.#model;
    const bound = [this.#numbers, parameters, gradients, momentum];
    if (isProximal) bound.push(this.#anchorBuffer());
    if (kind === "adam") {
      this.#second ??= this.#gpu.storage("second_moment", parameters.size);
      bound.push(this.#second);
    }
    const shader = update(kind, { length: parameters.size / 4, isProximal });
    return this.#gpu.dispatch({ label: shader.name, flops: 0, shader }, bound.map(whole));
  }

  #anchorBuffer(): GPUBuffer {
    if (this.#anchor) return this.#anchor;
    this.#anchor = this.#gpu.storage("global_parameters", this.#model.parameters.size);
    this.#gpu.device.queue.writeBuffer(this.#anchor, 0, this.#origin);
    return this.#anchor;
  }
}

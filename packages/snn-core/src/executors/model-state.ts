// A model's values on the device: parameters, momentum and running statistics, each one flat
// tensor, and the last gradient. Owned here, so that both executors keep and free them alike.

import * as tf from "@tensorflow/tfjs-core";

import { SnnError } from "../errors.ts";
import type { StateLayout } from "../model/layout.ts";
import type { BackendName } from "../train/executor.ts";

/** What a training step leaves behind; the first three have `[trainable]`. */
export interface ModelTensors {
  parameters: tf.Tensor1D;
  velocity: tf.Tensor1D;
  gradient: tf.Tensor1D;
  /** `[length - trainable]` */
  running: tf.Tensor1D;
}

export class ModelState {
  readonly #layout: StateLayout;
  readonly #backend: BackendName;
  #tensors: ModelTensors | null = null;
  /** The parameters that were set last, `[trainable]`; on the device once somebody asks. */
  #start = new Float32Array();
  #origin: tf.Tensor1D | null = null;

  constructor(layout: StateLayout, backend: BackendName) {
    this.#layout = layout;
    this.#backend = backend;
  }

  /** @throws {SnnError} `state/length` before a state was set. */
  get tensors(): ModelTensors {
    if (this.#tensors) return this.#tensors;
    throw new SnnError("state/length", "no state was set yet");
  }

  /**
   * The parameters that were set last: what FedProx pulls back to. Kept until the next `load`; to be
   * asked for outside of a `tidy`, which would free it.
   */
  get origin(): tf.Tensor1D {
    this.#origin ??= tf.tensor1d(this.#start);
    return this.#origin;
  }

  /** Takes a state of `[layout.length]`; momentum starts anew. @throws {SnnError} `state/length` */
  load(state: Float32Array): void {
    const { length, trainable } = this.#layout;
    if (state.length !== length) {
      throw new SnnError(
        "state/length",
        `the state has ${state.length} values, the model ${length}`,
      );
    }
    void tf.setBackend(this.#backend);
    this.#forgetOrigin();
    this.#start = state.slice(0, trainable);
    this.replace({
      parameters: tf.tensor1d(this.#start),
      velocity: tf.zeros([trainable]),
      gradient: tf.zeros([trainable]),
      running: tf.tensor1d(state.slice(trainable)),
    });
  }

  async read(): Promise<Float32Array<ArrayBuffer>> {
    const { parameters, running } = this.tensors;
    const state = new Float32Array(this.#layout.length);
    state.set(await parameters.data());
    state.set(await running.data(), this.#layout.trainable);
    return state;
  }

  async readGradient(): Promise<Float32Array> {
    return (await this.tensors.gradient.data()) as Float32Array;
  }

  /** Frees what was there. */
  replace(next: ModelTensors): void {
    this.#forget();
    this.#tensors = next;
  }

  dispose(): void {
    this.#forget();
    this.#forgetOrigin();
  }

  #forget(): void {
    if (this.#tensors) tf.dispose(Object.values(this.#tensors) as tf.Tensor[]);
    this.#tensors = null;
  }

  #forgetOrigin(): void {
    this.#origin?.dispose();
    this.#origin = null;
  }
}

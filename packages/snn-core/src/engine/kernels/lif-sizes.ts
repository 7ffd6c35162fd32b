// What the neuron kernels share: sizes, and how they read the current of a step.

import type { Images } from "./conv-sizes.ts";
import { float } from "./shader.ts";

export interface LifSizes {
  timesteps: number;
  /** Steps of `y`: T, or 1 when the layer's input repeats. */
  ySteps: number;
  images: Images;
  height: number;
  width: number;
  channels: number;
  /** Sets of batch norm factors; 0: none. */
  norms: number;
  leak: number;
  threshold: number;
}

/** Neurons of the images of one dispatch. */
export const neuronsOf = ({ images, height, width, channels }: LifSizes): number =>
  images.count * height * width * channels;

/** Index of `y` at step `t` of neuron `n`. */
export const yAt = (p: LifSizes, t: number, n = "n"): string =>
  p.ySteps === 1 ? n : `${t * neuronsOf(p)} + ${n}`;

/** Index of the factors of step `t` and channel `c`. */
export const factorAt = (p: LifSizes, t: number): string =>
  p.norms === 1 ? "c" : `${t * p.channels} + c`;

/** `let current = ...` at step `t`, batch norm applied; leaves `d`, the distance from the mean. */
export function currentOf(p: LifSizes, t: number): string {
  const value = `y[${yAt(p, t)}]`;
  if (p.norms === 0) return `let d = ${value}; let current = d;`;
  return `let f = norm[${factorAt(p, t)}]; let d = ${value} - f.y; let current = f.x * d;`;
}

/** The neuron's step: `u` from `v` and `current`, the spike, the new `v`. */
export const fire = ({ leak, threshold }: LifSizes): string => /* wgsl */ `
  let u = fma(${float(leak)}, v, current);
  let fires = u > ${float(threshold)};
  v = select(u, u - ${float(threshold)}, fires);`;

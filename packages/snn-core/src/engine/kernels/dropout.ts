// Dropout within the ReLU kernels: each thread draws what its values are multiplied by, on the way
// back once more. No mask is kept. The draws are those of `kernels/dropout/dropout.ref.ts`.

import { DROPOUT_LABEL, dropoutLimit, keptScale } from "../../kernels/dropout/dropout.ref.ts";
import type { Layer } from "../plan/network.ts";
import { RANDOM } from "./random.ts";
import { type Binding, float, read } from "./shader.ts";

/** Of a layer in a training step. */
export interface EngineDropout {
  rate: number;
  /** Index in the model's blocks. */
  block: number;
  /** Channels that the model knows of: its places are counted without padding. */
  channels: number;
}

/** Null for a layer without dropout. */
export const dropoutOfLayer = ({ dropout, block, realTo }: Layer): EngineDropout | null =>
  dropout > 0 ? { rate: dropout, block, channels: realTo } : null;

/** A parameter of kernels that may have dropout; missing: none. */
export interface MayDrop {
  dropout?: EngineDropout | null;
}

/** The last binding of such a kernel: `job`, whose first word is the batch's seed. */
export const dropoutBinding = ({ dropout }: MayDrop): Binding[] =>
  dropout ? [read("job", "u32")] : [];

export const dropoutDeclarations = ({ dropout }: MayDrop): string => (dropout ? RANDOM : "");

/** `let stream = ...`, before any `keptAt`. */
export const dropoutStream = ({ dropout }: MayDrop): string =>
  dropout ? `let stream = sub_seed(sub_seed(job[0], ${DROPOUT_LABEL}u), ${dropout.block}u);` : "";

/** The factor of channel `c` of pixel `pixel` of the whole batch. */
export function keptAt({ dropout }: MayDrop, pixel: string, c: string): string {
  if (!dropout) return "1.0";
  const { rate, channels } = dropout;
  const place = `u32((${pixel}) * ${channels} + ${c})`;
  return `select(0.0, ${float(keptScale(rate))}, draw(stream, ${place}) >= ${dropoutLimit(rate)}u)`;
}

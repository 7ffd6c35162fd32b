// How kernels read packed values: fields of words, and what a convolution of them is given.

import type { Packed } from "../plan/form.ts";
import type { ConvSizes, Images } from "./conv-sizes.ts";
import type { FilterAccess } from "./shared-weights.ts";

export interface PackedConvParams extends ConvSizes {
  timesteps: number;
  form: Packed;
  images: Images;
}

export interface PackedConvVariant {
  /** Steps that a thread keeps in registers, at most; by lane it is one. */
  steps: number;
  /** Groups of four channels that a thread makes. */
  quads: number;
  weights: FilterAccess;
  /** Lanes of a subgroup, where `weights` is by subgroup or lane; else 0. */
  lanes: number;
}

/** Which word holds step `t`, and the value of one in its field. */
export const wordOf = ({ perWord }: Packed, t: number): number => Math.floor(t / perWord);
export const bitOf = ({ perWord, bits }: Packed, t: number): number => 2 ** ((t % perWord) * bits);

/** Field of step `t` of the words `word0`, `word1`, ... */
export const fieldAt = (form: Packed, t: number): string =>
  `((word${wordOf(form, t)} >> ${(t % form.perWord) * form.bits}u) & ${2 ** form.bits - 1}u)`;

/** The field of `word` that begins at bit `bit` (an expression) as an f32, unscaled. */
export function fieldOf({ bits, isSigned }: Packed, word: string, bit: string): string {
  if (!isSigned) return `f32(((${word}) >> (${bit})) & ${2 ** bits - 1}u)`;
  // To the top of the word, and down again with its sign.
  const above = 32 - bits;
  return `f32(bitcast<i32>((${word}) << (${above}u - (${bit}))) >> ${above}u)`;
}

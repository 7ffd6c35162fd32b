// How kernels read packed values: fields of words, and what a convolution of them is given.

import type { Packed } from "../plan/form.ts";
import type { ConvSizes, Images } from "./conv-sizes.ts";
import { float } from "./shader.ts";

export interface PackedConvParams extends ConvSizes {
  timesteps: number;
  form: Packed;
  images: Images;
}

/** The word whose fields all stand for zero. */
export function zeroWord({ bits, offset }: Packed, steps: number): number {
  const fields = Array.from({ length: steps }, (_, t) => -offset * 2 ** (t * bits));
  return fields.reduce((sum, field) => sum + field, 0);
}

/** Which word holds step `t`, and the value of one in its field. */
export const wordOf = ({ perWord }: Packed, t: number): number => Math.floor(t / perWord);
export const bitOf = ({ perWord, bits }: Packed, t: number): number => 2 ** ((t % perWord) * bits);

/** Field of step `t` of the words `word0`, `word1`, ... */
export const fieldAt = (form: Packed, t: number): string =>
  `((word${wordOf(form, t)} >> ${(t % form.perWord) * form.bits}u) & ${2 ** form.bits - 1}u)`;

/** The lowest field of `word` (already shifted) as an f32, unscaled. */
export function fieldOf({ bits, offset }: Packed, word: string): string {
  const field = `f32((${word}) & ${2 ** bits - 1}u)`;
  return offset === 0 ? field : `(${field} + ${float(offset)})`;
}

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

/** The lowest field of `word` (already shifted) as an f32, unscaled. */
export function fieldOf({ bits, offset }: Packed, word: string): string {
  const field = `f32((${word}) & ${2 ** bits - 1}u)`;
  return offset === 0 ? field : `(${field} + ${float(offset)})`;
}

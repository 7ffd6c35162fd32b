// What an encoding is: how the values of one tensor of the model lie in the file of an update.

import type { AnyDtype, NamedTensor } from "@spikefed/protocol";

import type { Random } from "../../random/generator.ts";
import type { Slot } from "../slot.ts";

/** Values of one tensor of the file. */
export type PartData = NamedTensor<AnyDtype>["data"];

/** A tensor of the file; its bytes follow from type and shape. */
export interface Part {
  name: string;
  dtype: AnyDtype;
  shape: readonly number[];
}

export interface Encoding {
  /** The tensors of the file that hold this tensor of the model. */
  parts: (slot: Slot) => Part[];
  /**
   * @param values Row-major values of the tensor; not changed.
   * @param random For roundings by chance; other encodings draw nothing.
   * @returns One array for each part.
   */
  write: (values: Float32Array, random: Random) => PartData[];
  /**
   * @param data Of the parts, their types and shapes checked.
   * @param into As many zeros as the tensor has values; gets them.
   * @throws {SpikefedError} `update/encoding`, `update/not-finite`; ranges of values are for the
   *   caller to check.
   */
  read: (slot: Slot, data: readonly PartData[], into: Float32Array) => void;
}

/** As the model has them. */
export const float32: Encoding = {
  parts: ({ name, shape }) => [{ name, dtype: "F32", shape }],
  write: (values) => [values],
  read: (_slot, [values], into) => into.set(values as Float32Array),
};

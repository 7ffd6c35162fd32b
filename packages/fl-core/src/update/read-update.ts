// An update as it arrives: bytes to one flat change of the model, or the reason why not.

import { decodeTensors, plainText, SpikefedError, type NamedTensor } from "@spikefed/protocol";

import type { Layout, Slot } from "./slot.ts";

/** Largest change of one value that is accepted; `createSum` counts on it. */
export const MAX_DELTA = 2 ** 14;

/**
 * The change of the model that a client sends, `[length]`.
 *
 * @param bytes safetensors with exactly the layout's tensors, in any order.
 * @param layout Where each tensor lies in the flat model; together they fill it.
 * @param length P, values of the flat model.
 * @throws {SpikefedError} `tensors/corrupt`; `update/shape` for a tensor that is missing, too many,
 *   of another shape or type; `update/not-finite`; `update/range` above `MAX_DELTA`.
 */
export function readUpdate(
  bytes: Uint8Array,
  layout: Layout,
  length: number,
): Float32Array<ArrayBuffer> {
  return readFlat(bytes, layout, length, MAX_DELTA);
}

/**
 * A whole model from its file, `[length]`; same checks and errors as `readUpdate`, but for the range.
 */
export function readState(
  bytes: Uint8Array,
  layout: Layout,
  length: number,
): Float32Array<ArrayBuffer> {
  return readFlat(bytes, layout, length, Infinity);
}

function readFlat(
  bytes: Uint8Array,
  layout: Layout,
  length: number,
  limit: number,
): Float32Array<ArrayBuffer> {
  const { tensors } = decodeTensors(bytes);
  const flat = new Float32Array(length);
  for (const slot of layout) {
    const tensor = tensors.get(slot.name);
    const data = checkedShape(tensor, slot);
    checkValues(data, slot.name, limit);
    flat.set(data, slot.offset);
  }
  if (tensors.size > layout.length) {
    const known = new Set(layout.map(({ name }) => name));
    const extra = [...tensors.keys()].find((name) => !known.has(name)) ?? "";
    throw shapeError(plainText(extra.slice(0, 60)), "there", "no such tensor");
  }
  return flat;
}

function checkedShape(tensor: NamedTensor | undefined, { name, shape }: Slot): Float32Array {
  const want = `[${shape.join(", ")}]`;
  if (tensor === undefined) throw shapeError(name, "missing", want);
  const got = `[${tensor.shape.slice(0, 8).join(", ")}]`;
  if (got !== want) throw shapeError(name, got, want);
  if (!(tensor.data instanceof Float32Array)) throw shapeError(name, tensor.dtype, "F32");
  return tensor.data;
}

function checkValues(data: Float32Array, tensor: string, limit: number): void {
  for (let index = 0; index < data.length; index++) {
    const value = data[index] as number;
    if (Math.abs(value) <= limit && Number.isFinite(value)) continue;
    const code = Number.isFinite(value) ? "update/range" : "update/not-finite";
    throw new SpikefedError(code, { tensor, index, value, limit });
  }
}

function shapeError(tensor: string, got: string, want: string): SpikefedError {
  return new SpikefedError("update/shape", { tensor, got, want });
}

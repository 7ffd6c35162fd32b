// An update as it arrives: bytes to one flat change of the model, or the reason why not.

import {
  decodeTensors,
  defaultUpdateEncoding,
  plainText,
  SpikefedError,
  type AnyDtype,
  type NamedTensor,
  type UpdateEncoding,
} from "@spikefed/protocol";

import { checkSizes } from "./check-sizes.ts";
import { chooseEncoding } from "./encodings/choose-encoding.ts";
import type { Encoding, Part, PartData } from "./encodings/encoding.ts";
import type { Layout, Slot } from "./slot.ts";

/** Largest change of one value that is accepted; `createSum` counts on it. */
export const MAX_DELTA = 2 ** 14;

/**
 * The change of the model that a client sends, `[length]`. Everything is checked before a value of
 * it can enter a sum.
 *
 * @param bytes safetensors with exactly the tensors that layout and encoding ask for, in any order.
 * @param layout Where each tensor lies in the flat model; together they fill it.
 * @param length P, values of the flat model.
 * @param into `[length]`, becomes the change; after an error it may hold a part of it.
 * @throws {SpikefedError} `tensors/corrupt`; `update/shape` for a tensor that is missing, too many,
 *   of another shape or type; `update/encoding` for indices that do not ascend or leave the tensor
 *   and codes that are not used; `update/not-finite`; `update/range` above `MAX_DELTA`.
 */
export function readUpdate(
  bytes: Uint8Array,
  layout: Layout,
  length: number,
  encoding: UpdateEncoding = defaultUpdateEncoding,
  into = new Float32Array(length),
): Float32Array<ArrayBuffer> {
  return readFlat(bytes, { layout, limit: MAX_DELTA, encoding, flat: into.fill(0) });
}

/**
 * A whole model from its file, `[length]`; same checks and errors as `readUpdate`, but for the range.
 */
export function readState(
  bytes: Uint8Array,
  layout: Layout,
  length: number,
): Float32Array<ArrayBuffer> {
  const flat = new Float32Array(length);
  return readFlat(bytes, { layout, limit: Infinity, encoding: defaultUpdateEncoding, flat });
}

interface Wanted {
  layout: Layout;
  limit: number;
  encoding: UpdateEncoding;
  /** Zeros, as many as the model has values; gets them. */
  flat: Float32Array<ArrayBuffer>;
}

type Tensors = ReadonlyMap<string, NamedTensor<AnyDtype>>;

function readFlat(
  bytes: Uint8Array,
  { layout, limit, encoding, flat }: Wanted,
): Float32Array<ArrayBuffer> {
  const { tensors } = decodeTensors(bytes, ["F32", "F16", "I32", "I8"], { inPlace: true });
  const choose = chooseEncoding(encoding);
  const known = new Set<string>();
  for (const slot of layout) {
    const values = flat.subarray(slot.offset, slot.offset + slot.length);
    readTensor(choose(slot), { slot, tensors, known, values });
    checkSizes(values, slot.name, limit);
  }
  if (tensors.size > known.size) {
    const extra = [...tensors.keys()].find((name) => !known.has(name)) ?? "";
    throw shapeError(plainText(extra.slice(0, 60)), "there", "no such tensor");
  }
  return flat;
}

/** @param place.known Gets the names of the tensors that were read. */
function readTensor(
  encoding: Encoding,
  place: { slot: Slot; tensors: Tensors; known: Set<string>; values: Float32Array },
): void {
  const { slot, tensors, known, values } = place;
  const data = encoding.parts(slot).map((part) => {
    known.add(part.name);
    return checkedPart(tensors.get(part.name), part);
  });
  encoding.read(slot, data, values);
}

function checkedPart(
  tensor: NamedTensor<AnyDtype> | undefined,
  { name, shape, dtype }: Part,
): PartData {
  const want = `[${shape.join(", ")}]`;
  if (tensor === undefined) throw shapeError(name, "missing", want);
  const got = `[${tensor.shape.slice(0, 8).join(", ")}]`;
  if (got !== want) throw shapeError(name, got, want);
  if (tensor.dtype !== dtype) throw shapeError(name, tensor.dtype, dtype);
  return tensor.data;
}

function shapeError(tensor: string, got: string, want: string): SpikefedError {
  return new SpikefedError("update/shape", { tensor, got, want });
}

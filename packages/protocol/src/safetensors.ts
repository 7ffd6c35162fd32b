// The one tensor format on the wire, on disk and for export: safetensors.
// A u64 header length, a JSON header, raw little-endian data.

import { SpikefedError } from "./errors.ts";
import { plainText } from "./plain-text.ts";

/** The types of the format that are known here, each with the array that holds its values. */
interface TensorData {
  F32: Float32Array;
  /** Bits of IEEE binary16 numbers. */
  F16: Uint16Array;
  I32: Int32Array;
  I8: Int8Array;
  U8: Uint8Array;
}

export type AnyDtype = keyof TensorData;
/** What models are made of; the other types are read only where they are asked for. */
export type TensorDtype = "F32" | "I32";

export interface NamedTensor<D extends AnyDtype = TensorDtype> {
  readonly name: string;
  readonly dtype: D;
  readonly shape: readonly number[];
  /** Row-major values; length is the product of `shape`. */
  readonly data: TensorData[D];
}

export interface TensorFile<D extends AnyDtype = TensorDtype> {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, NamedTensor<D>>;
}

/** A tensor's line in the header, checked; bytes `start` to `end` of the data. */
interface Entry<D> {
  name: string;
  dtype: D;
  shape: number[];
  start: number;
  end: number;
}

/** Longest header that is read: far above any model here, far below a memory problem. */
const MAX_HEADER_BYTES = 1 << 20;

/** Longest reason, signs: it is logged and told to everybody. */
const MAX_REASON = 160;

const arrays = {
  ...{ F32: Float32Array, F16: Uint16Array, I32: Int32Array, I8: Int8Array, U8: Uint8Array },
} as const;

export const bytesPerValue = (dtype: AnyDtype): number => arrays[dtype].BYTES_PER_ELEMENT;

/**
 * Tensors to bytes. The header is padded with spaces so that the data starts at a multiple of 8;
 * the same tensors in the same order give the same bytes.
 */
export function encodeTensors(
  tensors: readonly NamedTensor<AnyDtype>[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header["__metadata__"] = metadata;
  let offset = 0;
  for (const { name, dtype, shape, data } of tensors) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Bytes to tensors. Everything is checked before a value is read: lengths, types, offsets that
 * overlap or leave the file, sizes that do not fit the shape.
 *
 * @param dtypes Types that are welcome; a tensor of another one makes the file corrupt.
 * @param options.inPlace Values may lie in `bytes`, where those are aligned: for whoever only reads
 *   them, once. Else they are copies.
 * @throws {SpikefedError} `tensors/corrupt`, with the reason.
 */
export function decodeTensors(bytes: Uint8Array): TensorFile;
export function decodeTensors<D extends AnyDtype>(
  bytes: Uint8Array,
  dtypes: readonly D[],
  options?: { inPlace: boolean },
): TensorFile<D>;
export function decodeTensors(
  bytes: Uint8Array,
  dtypes: readonly AnyDtype[] = ["F32", "I32"],
  { inPlace } = { inPlace: false },
): TensorFile<AnyDtype> {
  const header = readHeader(bytes);
  const metadata: Record<string, string> = {};
  const entries: Entry<AnyDtype>[] = [];
  const data = bytes.subarray(header.dataStart);
  for (const [name, entry] of Object.entries(header.json)) {
    if (name === "__metadata__") Object.assign(metadata, readMetadata(entry));
    else entries.push(readEntry(name, entry, dtypes, data));
  }
  checkCovered(entries, data.length);
  const tensors = new Map(entries.map((entry) => [entry.name, readTensor(entry, data, inPlace)]));
  return { metadata, tensors };
}

/** Each byte belongs to one tensor: a small file cannot claim the same bytes a thousand times. */
function checkCovered(entries: readonly Entry<unknown>[], length: number): void {
  let next = 0;
  for (const { name, start, end } of [...entries].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    if (start !== next) corrupt(`${name} starts at ${start}, the tensor before it ends at ${next}`);
    next = end;
  }
  if (next !== length) corrupt(`the data has ${length} bytes, the tensors end at ${next}`);
}

function readHeader(bytes: Uint8Array): { json: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8) corrupt(`only ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) corrupt(`the header says it has ${length} bytes`);
  if (8 + length > bytes.length) corrupt(`the header ends at ${8 + length} of ${bytes.length}`);
  let json: unknown;
  try {
    json = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length)),
    );
  } catch {
    corrupt("the header is not JSON");
  }
  if (!isRecord(json)) corrupt("the header is not an object");
  return { json, dataStart: 8 + length };
}

function readMetadata(entry: unknown): Record<string, string> {
  if (!isRecord(entry)) corrupt("__metadata__ is not an object");
  const metadata: Record<string, string> = {};
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== "string") corrupt(`__metadata__.${key} is not a string`);
    metadata[key] = value;
  }
  return metadata;
}

function readEntry<D extends AnyDtype>(
  name: string,
  entry: unknown,
  dtypes: readonly D[],
  data: Uint8Array,
): Entry<D> {
  if (!isRecord(entry)) corrupt(`entry ${name} is not an object`);
  const { shape, data_offsets: offsets } = entry;
  const dtype = dtypes.find((known) => known === entry["dtype"]);
  if (dtype === undefined) corrupt(`${name} has dtype ${textOf(entry["dtype"])}`);
  if (!isCounts(shape)) corrupt(`${name} has no valid shape`);
  if (!isCounts(offsets) || offsets.length !== 2) corrupt(`${name} has no valid offsets`);
  const [start, end] = offsets as [number, number];
  const bytes = shape.reduce((product, size) => product * size, arrays[dtype].BYTES_PER_ELEMENT);
  if (end > data.length || end - start !== bytes) {
    corrupt(`${name} lies at ${start}..${end} of ${data.length}, its shape needs ${bytes} bytes`);
  }
  return { name, dtype, shape, start, end };
}

function readTensor<D extends AnyDtype>(
  { name, dtype, shape, start, end }: Entry<D>,
  data: Uint8Array,
  inPlace: boolean,
): NamedTensor<D> {
  const at = data.byteOffset + start;
  const size = arrays[dtype].BYTES_PER_ELEMENT;
  if (inPlace && at % size === 0) {
    const values = new arrays[dtype](data.buffer as ArrayBuffer, at, (end - start) / size);
    return { name, dtype, shape, data: values as TensorData[D] };
  }
  // Uint8Array's own slice: Node's Buffer has one that does not copy.
  const copy = Uint8Array.prototype.slice.call(data, start, end).buffer;
  return { name, dtype, shape, data: new arrays[dtype](copy) as TensorData[D] };
}

/** A text as it stands; of anything else its JSON, since it may have words for methods. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : String(JSON.stringify(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}

/** The reason may quote the file: names in it can be as long as the header, and hold any sign. */
function corrupt(why: string): never {
  throw new SpikefedError("tensors/corrupt", { why: plainText(why.slice(0, MAX_REASON)) });
}

// The official binary record of CIFAR: label bytes, then 3,072 planar pixel bytes. Pure.

import { SpikefedError } from "@spikefed/protocol";
import type { Counts, ImageSet } from "./dataset.ts";

export const PIXEL_BYTES = 3072;

export interface RecordFormat {
  name: "cifar10" | "cifar100";
  /** The name for people. */
  title: string;
  /** CIFAR-10: 1 (label). CIFAR-100: 2 (coarse, fine); the last one is the label that is used. */
  labelBytes: 1 | 2;
  /** 3,073 or 3,074. */
  recordBytes: number;
  classes: number;
  official: Counts;
}

export const recordFormats = {
  cifar10: {
    name: "cifar10",
    title: "CIFAR-10",
    labelBytes: 1,
    recordBytes: 1 + PIXEL_BYTES,
    classes: 10,
    official: { train: 50_000, test: 10_000 },
  },
  cifar100: {
    name: "cifar100",
    title: "CIFAR-100",
    labelBytes: 2,
    recordBytes: 2 + PIXEL_BYTES,
    classes: 100,
    official: { train: 50_000, test: 10_000 },
  },
} as const satisfies Record<string, RecordFormat>;

/** An image set that also keeps the coarse labels, so that its records can be written again. */
export interface RecordSet extends ImageSet {
  /** [N], CIFAR-100 only. */
  coarse: Uint8Array | null;
}

export interface RecordSets {
  train: RecordSet;
  test: RecordSet;
}

export function emptySet(format: RecordFormat, count: number): RecordSet {
  return {
    count,
    labels: new Uint8Array(count),
    coarse: format.labelBytes === 2 ? new Uint8Array(count) : null,
    pixels: new Uint8Array(count * PIXEL_BYTES),
  };
}

/**
 * Splits whole records into `set`, which it writes, from image `at` on.
 * @param input.bytes [n, recordBytes]
 * @param input.file the name for errors
 * @throws data/label-range
 */
export function splitRecords(
  format: RecordFormat,
  input: { bytes: Uint8Array; file: string },
  set: RecordSet,
  at = 0,
): void {
  const { bytes, file } = input;
  const n = bytes.length / format.recordBytes;
  for (let i = 0; i < n; i++) {
    const start = i * format.recordBytes;
    const pixels = start + format.labelBytes;
    const label = bytes[pixels - 1] ?? 0;
    checkLabel(label, { file, record: at + i, classes: format.classes });
    set.labels[at + i] = label;
    if (set.coarse) set.coarse[at + i] = bytes[start] ?? 0;
    set.pixels.set(bytes.subarray(pixels, pixels + PIXEL_BYTES), (at + i) * PIXEL_BYTES);
  }
}

/**
 * The records of images `from` to `to` (not included): the inverse of `splitRecords`.
 * @returns [to - from, recordBytes]
 */
export function joinRecords(
  format: RecordFormat,
  set: RecordSet,
  from = 0,
  to = set.count,
): Uint8Array {
  const bytes = new Uint8Array((to - from) * format.recordBytes);
  for (let i = from; i < to; i++) {
    const start = (i - from) * format.recordBytes;
    const pixels = start + format.labelBytes;
    if (set.coarse) bytes[start] = set.coarse[i] ?? 0;
    bytes[pixels - 1] = set.labels[i] ?? 0;
    bytes.set(set.pixels.subarray(i * PIXEL_BYTES, (i + 1) * PIXEL_BYTES), pixels);
  }
  return bytes;
}

/** One set of all images of `parts`, in order. A single part is returned itself. */
export function concatSets(format: RecordFormat, parts: readonly RecordSet[]): RecordSet {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const all = emptySet(
    format,
    parts.reduce((sum, part) => sum + part.count, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.labels.set(part.labels, at);
    if (part.coarse) all.coarse?.set(part.coarse, at);
    all.pixels.set(part.pixels, at * PIXEL_BYTES);
    at += part.count;
  }
  return all;
}

/** @throws data/label-range */
export function checkLabel(
  label: number,
  { file, record, classes }: { file: string; record: number; classes: number },
): void {
  if (Number.isInteger(label) && label >= 0 && label < classes) return;
  throw new SpikefedError("data/label-range", { file, record, label, classes });
}

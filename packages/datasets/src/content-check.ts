// Is this really CIFAR? Class counts and channel statistics of the images. Pure.

import { SpikefedError } from "@spikefed/protocol";
import type { ImageSet } from "./dataset.ts";
import { PIXEL_BYTES, type RecordFormat, type RecordSets } from "./record-format.ts";

const PLANE = PIXEL_BYTES / 3;

/** Of the 50,000 training images of CIFAR-10, pixels scaled to 0..1; population deviation. */
const CIFAR10_TRAIN = { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] } as const;
const TOLERANCE = 5e-4;

export interface ChannelStats {
  /** [3], 0..1 */
  mean: number[];
  /** [3], 0..1 */
  std: number[];
}

/** How many images each class has: [classes]. */
export function classCounts(set: ImageSet, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of set.labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Mean and deviation of R, G and B over all images, exact (from histograms of the bytes). */
export function channelStats(set: ImageSet): ChannelStats {
  const stats: ChannelStats = { mean: [], std: [] };
  for (let channel = 0; channel < 3; channel++) {
    const histogram = channelHistogram(set, channel);
    let sum = 0;
    let squares = 0;
    for (let value = 0; value < 256; value++) {
      const count = histogram[value] ?? 0;
      sum += count * value;
      squares += count * value * value;
    }
    const n = set.count * PLANE;
    const mean = sum / n;
    stats.mean.push(mean / 255);
    stats.std.push(Math.sqrt(squares / n - mean * mean) / 255);
  }
  return stats;
}

function channelHistogram(set: ImageSet, channel: number): Float64Array {
  const histogram = new Float64Array(256);
  const { pixels } = set;
  for (let image = 0; image < set.count; image++) {
    const start = image * PIXEL_BYTES + channel * PLANE;
    for (let at = start; at < start + PLANE; at++) {
      const value = pixels[at] ?? 0;
      histogram[value] = (histogram[value] ?? 0) + 1;
    }
  }
  return histogram;
}

/**
 * Checks the complete official dataset: equally many images of each class, and for CIFAR-10 the
 * known mean and deviation of each channel within 0.0005.
 * @throws data/content
 */
export function checkOfficial(format: RecordFormat, sets: RecordSets): void {
  checkBalance(format, sets.train, "training");
  checkBalance(format, sets.test, "test");
  if (format.name !== "cifar10") return;
  const stats = channelStats(sets.train);
  for (const kind of ["mean", "std"] as const) {
    const got = stats[kind];
    const want = CIFAR10_TRAIN[kind];
    if (want.every((value, c) => Math.abs(value - (got[c] ?? NaN)) <= TOLERANCE)) continue;
    const shown = got.map((value) => value.toFixed(4)).join(" ");
    throw new SpikefedError("data/content", {
      name: format.title,
      what: `the ${kind} of red, green and blue`,
      got: shown,
      want: want.join(" "),
    });
  }
}

function checkBalance(format: RecordFormat, set: ImageSet, part: string): void {
  const want = set.count / format.classes;
  classCounts(set, format.classes).forEach((got, label) => {
    if (got === want) return;
    const what = `the number of ${part} images with label ${label}`;
    throw new SpikefedError("data/content", { name: format.title, what, got, want });
  });
}

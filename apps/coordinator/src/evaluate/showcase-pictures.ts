// The ten pictures that a wall shows: the same ones for every model of a run.

import type { Showcase } from "@spikefed/protocol";
import type { LabelledImages } from "@spikefed/snn-core";

const PICTURES = 10;

/**
 * Places in the held-out sample: the first picture of each class in the order of the sample, then the
 * first of the others, ten at most.
 */
export function showcasePlaces(labels: Uint8Array): number[] {
  const all = Array.from(labels, (_, place) => place);
  const isFirst = (place: number) => labels.indexOf(labels[place]!) === place;
  const first = all.filter(isFirst).slice(0, PICTURES);
  const others = all.filter((place) => !isFirst(place)).slice(0, PICTURES - first.length);
  return [...first, ...others];
}

/** These pictures of a set as a set of their own. */
export function picturesAt(set: LabelledImages, places: readonly number[]): LabelledImages {
  const size = set.pixels.length / set.count;
  const pixels = new Uint8Array(places.length * size);
  places.forEach((place, i) =>
    pixels.set(set.pixels.subarray(place * size, (place + 1) * size), i * size),
  );
  return { count: places.length, labels: Uint8Array.from(places, (p) => set.labels[p]!), pixels };
}

/** Those pictures as pages are told of them. */
export function toldPictures(sample: LabelledImages): Showcase["pictures"] {
  const { count, labels, pixels } = picturesAt(sample, showcasePlaces(sample.labels));
  const size = pixels.length / Math.max(1, count);
  return Array.from(labels, (label, i) => ({
    label,
    pixels: Buffer.from(pixels.subarray(i * size, (i + 1) * size)).toString("base64"),
  }));
}

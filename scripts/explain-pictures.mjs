// node --import tsx scripts/explain-pictures.mjs: writes the drawn pictures of the article anew.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drawShapes } from "../packages/datasets/src/drawn-shapes.ts";
import { PIXEL_BYTES } from "../packages/datasets/src/record-format.ts";
import { root } from "./root.mjs";

export const picturesFile = path.join(root, "apps/web/src/pages/explain/pictures.bin");

/** Apart from those that runs train (0) and judge (1) on. */
const STREAM = 2;
const SEED = 2106;

/** Circle, triangle and star as a shard: each a label byte, then its pixels. */
export function explainPictures() {
  const drawn = drawShapes(SEED, STREAM, 10);
  const records = [0, 2, 9].map((label) => {
    const at = drawn.labels.indexOf(label) * PIXEL_BYTES;
    return [label, ...drawn.pixels.subarray(at, at + PIXEL_BYTES)];
  });
  return Uint8Array.from(records.flat());
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(picturesFile, explainPictures());

// The drawn shapes, kept after the first time: reading them takes a twentieth of drawing them, and
// every start waits for it.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "./atomic-file.ts";
import type { Dataset } from "./dataset.ts";
import { emptySet, joinRecords, recordFormats, splitRecords } from "./record-format.ts";
import {
  SHAPES_COUNTS,
  SHAPES_SHA256,
  shapesDataset,
  shapesFrom,
  type Shapes,
} from "./shapes-dataset.ts";

const format = recordFormats.cifar10;

/**
 * `shapesDataset`, from the cache where it is kept whole. Where it cannot be kept (no space, no
 * right to write) it is drawn each time: that is only slower.
 *
 * @param cacheDir the folder of all kept datasets
 * @param because as for `shapesDataset`
 */
export async function keptShapes(cacheDir: string, because?: string): Promise<Dataset> {
  const file = join(cacheDir, "shapes", `${SHAPES_SHA256}.bin`);
  const bytes = await readFile(file).catch(() => null); // null: not kept, or not for us to read
  if (bytes !== null && sha256Of(bytes) === SHAPES_SHA256) return shapesFrom(split(bytes), because);
  const drawn = shapesDataset(because);
  const records = [drawn.train, drawn.test].map((set) =>
    joinRecords(format, { ...set, coarse: null }),
  );
  const write = writeAtomically(file, async (to) => {
    for (const part of records) await to.writeFile(part);
  });
  await write.catch(() => undefined); // drawn again at the next start
  return drawn;
}

function split(bytes: Uint8Array): Shapes {
  const train = emptySet(format, SHAPES_COUNTS.train);
  const test = emptySet(format, SHAPES_COUNTS.test);
  const end = train.count * format.recordBytes;
  splitRecords(format, { bytes: bytes.subarray(0, end), file: "train" }, train);
  splitRecords(format, { bytes: bytes.subarray(end), file: "test" }, test);
  return { train, test };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

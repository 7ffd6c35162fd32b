// What models of a run took for what, kept as each was judged: a run that is taken up again still has
// those that it judged before.

import { readFile } from "node:fs/promises";

import { keptMatrices, SpikefedError } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Matrices = v.array(
  v.strictObject({ modelHash: v.string(), confusion: v.array(v.array(count)) }),
);

/** `[C][C]`; row: truth, column: answer. */
export type JudgedMatrix = v.InferOutput<typeof Matrices>[number];

/** Where they lie. */
type Place = { matrices: string };

/**
 * Adds one, in memory and on the disk. A model that is judged again, since the process died before its
 * line was in the log, is there once.
 *
 * @param all Oldest first; as many stay as a file keeps.
 */
export async function keepMatrix(
  { matrices: file }: Place,
  all: JudgedMatrix[],
  one: JudgedMatrix,
): Promise<void> {
  const others = all.filter(({ modelHash }) => modelHash !== one.modelHash);
  all.splice(0, all.length, ...keptMatrices([...others, one]));
  await writeDurably(file, `${JSON.stringify(all)}\n`);
}

/**
 * None when there is no file: no model was judged, or by an earlier version.
 *
 * @throws {SpikefedError} `report/file` for a file that does not hold such matrices.
 */
export async function readMatrices({ matrices: file }: Place): Promise<JudgedMatrix[]> {
  try {
    return v.parse(Matrices, JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    const why = (error as Error).message.slice(0, 200);
    throw new SpikefedError("report/file", { file, why }, { cause: error });
  }
}

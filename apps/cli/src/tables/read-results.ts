// What the runs of a sweep came to, from its folders (`iid-snn/seed-1/rounds.csv`) or from the copies
// in docs/results (`iid-snn-seed-1.csv`).

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import type { SweepResult } from "@spikefed/report";

export interface FoundRun {
  /** `iid-snn` */
  name: string;
  seed: number;
  /** Its figures by round. */
  file: string;
  /** Null: the figures are a copy. */
  folder: string | null;
}

/** Where a run was judged last; accuracy 0 .. 1. */
export type Judged = Pick<SweepResult, "round" | "accuracy">;

/**
 * All that lie in the folder, by name and seed.
 *
 * @throws {SpikefedError} `report/no-run` when there is none.
 */
export async function foundRuns(folder: string): Promise<FoundRun[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
    throw new SpikefedError("report/no-run", { folder, why: error.message });
  });
  const lists = entries.map(async (entry): Promise<FoundRun[]> => {
    const copy = /^(.+)-seed-(\d+)\.csv$/.exec(entry.name);
    if (copy !== null) {
      const [, name = "", seed] = copy;
      return [{ name, seed: Number(seed), file: join(folder, entry.name), folder: null }];
    }
    return entry.isDirectory() ? seedsIn(folder, entry.name) : [];
  });
  const runs = (await Promise.all(lists)).flat();
  if (runs.length > 0) return runs.sort(byNameAndSeed);
  const why = "it has neither NAME/seed-1/rounds.csv of a sweep nor NAME-seed-1.csv";
  throw new SpikefedError("report/no-run", { folder, why });
}

const byNameAndSeed = (a: FoundRun, b: FoundRun): number =>
  a.name === b.name ? a.seed - b.seed : a.name < b.name ? -1 : 1;

async function seedsIn(folder: string, name: string): Promise<FoundRun[]> {
  const runs: FoundRun[] = [];
  for (const below of await readdir(join(folder, name))) {
    const seed = /^seed-(\d+)$/.exec(below)?.[1];
    if (seed === undefined) continue;
    const own = join(folder, name, below);
    const isJudged = (await readdir(own)).includes("rounds.csv"); // one that was never averaged has none
    const file = join(own, "rounds.csv");
    if (isJudged) runs.push({ name, seed: Number(seed), file, folder: own });
  }
  return runs;
}

/**
 * The last judged round; null: none was.
 *
 * @throws {SpikefedError} `report/file`
 */
export async function resultIn(file: string): Promise<Judged | null> {
  const [header = "", ...lines] = (await readFile(file, "utf8")).trimEnd().split("\n");
  const columns = header.split(",");
  const [round, accuracy] = [columns.indexOf("round"), columns.indexOf("accuracy")];
  if (round < 0 || accuracy < 0) throw wrong(file, "its first line has no round or no accuracy");
  const cells = lines.map((line) => line.split(",")).findLast((row) => row[accuracy] !== "");
  if (cells === undefined) return null;
  const result = { round: Number(cells[round]), accuracy: Number(cells[accuracy]) / 100 };
  if (Number.isInteger(result.round) && result.accuracy >= 0 && result.accuracy <= 1) return result;
  throw wrong(file, `a row says round ${cells[round]} and accuracy ${cells[accuracy]}`);
}

const wrong = (file: string, why: string) => new SpikefedError("report/file", { file, why });

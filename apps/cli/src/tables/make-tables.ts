// The tables of docs/results.md out of figures by round.

import { SpikefedError } from "@spikefed/protocol";
import { renderSweep, type SweepResult, type SweepRow } from "@spikefed/report";

import { experimentOf } from "../simulate/read-experiment.ts";
import { runName, type SweepTable, tables } from "../simulate/sweep/tables.ts";
import { type FoundRun, resultIn } from "./read-results.ts";
import { runFacts } from "./run-facts.ts";

export interface MadeTable {
  /** Of the sweep. */
  name: string;
  title: string;
  /** Markdown. */
  text: string;
  /** Runs that are there, and that there should be. */
  runs: number;
  of: number;
}

/**
 * Of those tables of which any run is there.
 *
 * @throws {SpikefedError} `report/file`, also for a run of another experiment than the table's.
 */
export async function makeTables(found: readonly FoundRun[], seeds = 3): Promise<MadeTable[]> {
  const made: MadeTable[] = [];
  for (const [name, table] of tables) {
    const rows = await rowsOf(table, found);
    const runs = rows.reduce((sum, { results }) => sum + results.size, 0);
    if (runs === 0) continue;
    const text = renderSweep(rows);
    made.push({ name, title: table.title, text, runs, of: rows.length * seeds });
  }
  return made;
}

async function rowsOf(table: SweepTable, found: readonly FoundRun[]): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  for (const row of table.rows) {
    for (const network of row.networks) {
      const own = found.filter(({ name }) => name === runName(row, network));
      const set = [...row.set, `network=${network}`];
      rows.push({ label: row.label, network, results: await resultsOf(own, set) });
    }
  }
  return rows;
}

/** @param set What the table asks of them. */
async function resultsOf(
  runs: readonly FoundRun[],
  set: readonly string[],
): Promise<Map<number, SweepResult>> {
  const results = new Map<number, SweepResult>();
  for (const { seed, file, folder } of runs) {
    const wish = { preset: undefined, config: undefined, set: [...set, `seed=${seed}`] };
    const facts = await runFacts(folder, await experimentOf(wish));
    const judged = await resultIn(file);
    if (judged !== null) results.set(seed, { ...judged, ...facts });
  }
  return results;
}

const opening = (name: string) => `<!-- sweep ${name}: npm run tables -->`;
const ending = "<!-- end of sweep -->";

/**
 * The page with each table put between its marks; what stands there is replaced.
 *
 * @throws {SpikefedError} `report/file` for a page without any of the marks, or with a broken pair.
 */
export function withTables(page: string, made: readonly MadeTable[], file: string): string {
  let text = page;
  for (const { name, text: table } of made) {
    const [before, after, ...more] = text.split(opening(name));
    if (after === undefined) continue;
    const end = after.indexOf(ending);
    if (end < 0 || more.length > 0)
      throw wrong(file, `${opening(name)} has no end, or is twice there`);
    text = `${before}${opening(name)}\n${table}${after.slice(end)}`;
  }
  const isMarked = made.some(({ name }) => page.includes(opening(name)));
  if (isMarked) return text;
  throw wrong(file, `it has no mark such as ${opening(made[0]?.name ?? "partitions")}`);
}

const wrong = (file: string, why: string) => new SpikefedError("report/file", { file, why });

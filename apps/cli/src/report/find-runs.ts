// Where runs lie on the disk: a folder that simulate wrote, one of a coordinator, or a folder of such.

import { access, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";

export interface RunPlace {
  folder: string;
  /** The run log. */
  log: string;
}

/** Logs as simulate and as a coordinator name them. */
const LOGS = ["run.jsonl", "log.jsonl"] as const;
/** Sweeps of sweeps are walked, a disk is not. */
const DEEPEST = 4;
const NEVER_RUNS = new Set(["models", "updates", "kept", "node_modules"]);

/**
 * All runs in the folders, in the order of their names, each once.
 *
 * @throws {SpikefedError} `report/no-run` with the folder in which there is none.
 */
export async function findRuns(folders: readonly string[]): Promise<RunPlace[]> {
  const found = new Map<string, RunPlace>();
  for (const folder of folders) {
    await checkFolder(folder);
    const places = await walk(folder, 0);
    if (places.length === 0) {
      const why = `neither in it nor in its sub-folders is a ${LOGS.join(" or ")}`;
      throw new SpikefedError("report/no-run", { folder, why });
    }
    for (const place of places) {
      const real = await realpath(place.folder);
      if (!found.has(real)) found.set(real, place);
    }
  }
  return [...found.values()];
}

async function checkFolder(folder: string): Promise<void> {
  const info = await stat(folder).catch(() => null); // null: there is nothing of that name
  if (info?.isDirectory()) return;
  const why = info === null ? "there is no such folder" : "it is a file";
  throw new SpikefedError("report/no-run", { folder, why });
}

/** Nothing below a run is another run. */
async function walk(folder: string, depth: number): Promise<RunPlace[]> {
  for (const name of LOGS) {
    const log = join(folder, name);
    if (await exists(log)) return [{ folder, log }];
  }
  if (depth >= DEEPEST) return [];
  const places: RunPlace[] = [];
  for (const name of await foldersIn(folder)) {
    places.push(...(await walk(join(folder, name), depth + 1)));
  }
  return places;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
    throw new SpikefedError("report/no-run", { folder, why: error.message });
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .filter((name) => !NEVER_RUNS.has(name))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

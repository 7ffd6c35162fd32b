// The folder of a simulated run. What is in it belongs to one experiment.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { type Experiment, readExperiment, SpikefedError } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";

export interface OutFolder {
  root: string;
  /** The run log. */
  log: string;
  /** Figures by round, for spreadsheets. */
  rounds: string;
  /** The newest model, whole. */
  model: string;
  manifest: string;
  report: string;
  /** While it runs: models by hash, updates of the open round. */
  models: string;
  updates: string;
}

export const outFolder = (root: string): OutFolder => ({
  root,
  log: join(root, "run.jsonl"),
  rounds: join(root, "rounds.csv"),
  model: join(root, "model.safetensors"),
  manifest: join(root, "manifest.json"),
  report: join(root, "report.html"),
  models: join(root, "models"),
  updates: join(root, "updates"),
});

/** What the figures of a run depend on, and what it ended with. */
export interface Manifest {
  format: 1;
  experiment: Experiment;
  dataset: { name: string; source: string; procedural: boolean; sha256: string };
  /** Executor and adapter: other ones give other bits. */
  executor: string;
  adapter: string;
  versions: Record<string, string>;
  command: string;
  /** Of the newest model; null before the first. */
  model: { round: number; sha256: string } | null;
}

/**
 * Makes the folder for this experiment, or takes it up again.
 *
 * @returns whether there is something to go on with.
 * @throws {SpikefedError} `simulate/exists` without `resume`, `simulate/other-run` for another
 *   experiment, `simulate/manifest` when it cannot be read.
 */
export async function claim(
  folder: OutFolder,
  manifest: Manifest,
  resume: boolean,
): Promise<boolean> {
  const kept = await readManifest(folder);
  if (kept !== null) {
    if (!resume) throw new SpikefedError("simulate/exists", { folder: folder.root });
    const difference = differenceOf(kept, manifest);
    if (difference !== null) {
      throw new SpikefedError("simulate/other-run", { folder: folder.root, ...difference });
    }
    return true;
  }
  await mkdir(folder.models, { recursive: true });
  await mkdir(folder.updates, { recursive: true });
  await writeManifest(folder, manifest);
  return false;
}

export const writeManifest = (folder: OutFolder, manifest: Manifest): Promise<void> =>
  writeDurably(folder.manifest, `${JSON.stringify(manifest, null, 2)}\n`);

/** Null: there is none. */
export async function readManifest(folder: OutFolder): Promise<Manifest | null> {
  let text: string;
  try {
    text = await readFile(folder.manifest, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const value = JSON.parse(text) as Manifest;
    return { ...value, experiment: readExperiment(value.experiment) };
  } catch (error) {
    const why = error instanceof SpikefedError ? error.fact : (error as Error).message;
    throw new SpikefedError("simulate/manifest", { file: folder.manifest, why: why.slice(0, 200) });
  }
}

/** The first thing that makes another run of it. */
function differenceOf(kept: Manifest, wanted: Manifest) {
  const pairs: [what: string, was: unknown, is: unknown][] = [
    ...Object.entries(wanted.experiment).map(([key, value]): [string, unknown, unknown] => [
      key,
      kept.experiment[key as keyof Experiment],
      value,
    ]),
    ["the dataset", kept.dataset.sha256, wanted.dataset.sha256],
    ["the executor", kept.executor, wanted.executor],
    ["the adapter", kept.adapter, wanted.adapter],
  ];
  const found = pairs.find(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is));
  if (found === undefined) return null;
  const [what, was, is] = found;
  const show = (value: unknown) => (JSON.stringify(value) ?? "missing").slice(0, 80);
  return { what, was: show(was), is: show(is) };
}

// What the figures of a run depend on, as a file beside them.

import { readFile } from "node:fs/promises";

import { type Experiment, readExperiment, SpikefedError } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";
import { type Tuning, withFirst } from "@spikefed/snn-core";

import { type Build, buildName, isSameBuild } from "./build.ts";

/** What the figures of a run depend on, and what it ended with. */
export interface Manifest {
  format: 1;
  experiment: Experiment;
  dataset: { name: string; source: string; procedural: boolean; sha256: string };
  /** Executor, adapter and kernels: other ones give other bits. */
  executor: string;
  adapter: string;
  /** Null where there is no choice of kernels. */
  tuning: Tuning | null;
  /** Those that worked on it, the newest last; none: it was begun before builds were written down. */
  builds: readonly Build[];
  versions: Record<string, string>;
  command: string;
  /** Of the newest model; null before the first. */
  model: { round: number; sha256: string } | null;
}

/** Where it lies: a folder of a run. */
type Place = { manifest: string };

export const writeManifest = ({ manifest: file }: Place, manifest: Manifest): Promise<void> =>
  writeDurably(file, `${JSON.stringify(manifest, null, 2)}\n`);

/**
 * Null: there is none.
 *
 * @throws {SpikefedError} `simulate/manifest`
 */
export async function readManifest({ manifest: file }: Place): Promise<Manifest | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new SpikefedError("simulate/manifest", { file, why: (error as Error).message });
  }
  try {
    const value = JSON.parse(text) as Manifest;
    const { builds = [] } = value as Partial<Manifest>;
    // A run that began before first layers had kernels of their own goes on with those it had.
    const tuning = value.tuning && withFirst(value.tuning);
    return { ...value, builds, tuning, experiment: readExperiment(value.experiment) };
  } catch (error) {
    const why = error instanceof SpikefedError ? error.fact : (error as Error).message;
    throw new SpikefedError("simulate/manifest", { file, why: why.slice(0, 200) });
  }
}

/**
 * The first thing that makes another run of it; null: nothing does. What `wanted` leaves out is not
 * compared. A processor of another make computes the same bits, a graphics chip may not.
 */
export function differenceOf(
  kept: Manifest,
  wanted: Partial<Manifest> & Pick<Manifest, "experiment">,
): { what: string; was: string; is: string } | null {
  const { experiment, dataset, executor, adapter, tuning } = wanted;
  const isChip = executor?.endsWith("/webgpu") === true;
  const keys = Object.keys(experiment) as (keyof Experiment)[];
  const pairs: [what: string, was: unknown, is: unknown][] = [
    ...keys.map((key): [string, unknown, unknown] => [key, kept.experiment[key], experiment[key]]),
    ["the dataset", kept.dataset?.sha256, dataset?.sha256],
    ["the executor", kept.executor, executor],
    ["the adapter", kept.adapter, isChip ? adapter : undefined],
    ["the choice of kernels", kept.tuning ?? null, tuning],
  ];
  const found = pairs.find(([, was, is]) => is !== undefined && text(was) !== text(is));
  if (found === undefined) return null;
  const [what, was, is] = found;
  return { what, was: text(was).slice(0, 80), is: text(is).slice(0, 80) };
}

/**
 * The builds of a run when this one goes on with it: the last bit of a sum, and so the model, may be
 * another build's own.
 *
 * @param kept Null: the run is new.
 * @throws {SpikefedError} `simulate/other-build` unless that is allowed.
 */
export function buildsWith(
  build: Build,
  kept: Manifest | null,
  { folder, allowOther }: { folder: string; allowOther: boolean },
): readonly Build[] {
  if (kept === null) return [build];
  const last = kept.builds.at(-1);
  if (last !== undefined && isSameBuild(last, build)) return kept.builds;
  if (allowOther) return [...kept.builds, build];
  const was = last === undefined ? "one that is not written down" : buildName(last);
  throw new SpikefedError("simulate/other-build", { folder, was, is: buildName(build) });
}

const text = (value: unknown): string => JSON.stringify(value) ?? "missing";

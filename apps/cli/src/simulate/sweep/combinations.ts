// Which runs a sweep is made of: each value of each varied key with each of the others. Pure.

import { SpikefedError } from "@spikefed/protocol";

/** One choice of the varied keys. */
export interface Combination {
  /** Readable, and safe as the name of a folder; no two are alike. */
  name: string;
  /** `key=value`, as `--set` takes them. */
  set: string[];
}

const LONGEST_NAME = 100;

/**
 * @param pairs `key=value`; a key that stands there again has another value.
 * @param otherwise The name where nothing is varied.
 * @throws {SpikefedError} `simulate/option`
 */
export function combinations(pairs: readonly string[], otherwise: string): Combination[] {
  let sets: string[][] = [[]];
  for (const [key, values] of valuesByKey(pairs)) {
    sets = sets.flatMap((set) => values.map((value) => [...set, `${key}=${value}`]));
  }
  const names = new Set<string>();
  return sets.map((set) => {
    const name = unlike(names, set.length === 0 ? safe(otherwise) : set.map(nameOf).join("_"));
    names.add(name.toLowerCase());
    return { name, set };
  });
}

function valuesByKey(pairs: readonly string[]): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at < 1) refuse("--vary", pair, "KEY=VALUE, once for each value");
    if (key === "seed") refuse("--vary", pair, "another key; --seeds 1,2,3 varies the seed");
    const values = byKey.get(key) ?? [];
    if (values.includes(value)) refuse("--vary", `${pair} twice`, "each value once");
    byKey.set(key, [...values, value]);
  }
  return byKey;
}

/** `partition.alpha=0.5` is `partition.alpha-0.5`; of JSON only words and numbers are left. */
const nameOf = (pair: string): string => safe(pair.replace("=", "-"));

const safe = (text: string): string =>
  text
    .replace(/[^\w.+-]+/g, "-")
    .replace(/-+(?=-)/g, "")
    .replace(/^[-.]+|[-.]+$/g, "") || "run";

/** File systems that take `A` for `a` are minded. */
function unlike(names: ReadonlySet<string>, wanted: string): string {
  const short = wanted.slice(0, LONGEST_NAME);
  let name = short;
  for (let i = 2; names.has(name.toLowerCase()); i++) name = `${short}-${i}`;
  return name;
}

const MOST_SEED = 2 ** 31 - 1;

/** @throws {SpikefedError} `simulate/option` */
export function readSeeds(text: string): number[] {
  const seeds = text.split(",").map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : NaN));
  const isGood = seeds.every((seed) => seed <= MOST_SEED) && new Set(seeds).size === seeds.length;
  if (isGood) return seeds;
  return refuse("--seeds", text, `whole numbers from 0 to ${MOST_SEED}, each once, as in 1,2,3`);
}

/** @throws {SpikefedError} `simulate/option` */
export function readJobs(text: string): number {
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs;
  return refuse("--jobs", text, "a whole number from 1 to 256");
}

function refuse(option: string, got: string, allowed: string): never {
  throw new SpikefedError("simulate/option", { option, got, allowed });
}

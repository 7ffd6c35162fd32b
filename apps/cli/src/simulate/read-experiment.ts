// Which experiment was asked for: a preset or a file, and what --set changes of it.

import { readFile } from "node:fs/promises";

import { type Experiment, readExperiment, SpikefedError } from "@spikefed/protocol";

import { presets } from "./presets.ts";

export interface ExperimentWish {
  preset: string | undefined;
  /** A JSON file. */
  config: string | undefined;
  /** `key=value`, `key.inner=value`. */
  set: readonly string[];
}

/** @throws {SpikefedError} `simulate/option`, `room/settings` */
export async function experimentOf({ preset, config, set }: ExperimentWish): Promise<Experiment> {
  if (preset !== undefined && config !== undefined) {
    refuse("--preset", `given beside --config`, "one of the two");
  }
  const base = config === undefined ? ofPreset(preset ?? "default") : await ofFile(config);
  // Defaults first: a key inside of one can be changed alone.
  return readExperiment(changed(readExperiment(base), set));
}

function ofPreset(name: string): object {
  const found = presets.get(name);
  if (found) return found.experiment;
  return refuse("--preset", name, `a name that "npm run simulate -- --list" shows`);
}

async function ofFile(file: string): Promise<object> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    return refuse("--config", file, "a file that holds one JSON object");
  } catch (error) {
    if (error instanceof SpikefedError) throw error;
    const allowed = "a readable file that holds one JSON object";
    return refuse("--config", `${file} (${(error as Error).message.slice(0, 100)})`, allowed);
  }
}

/** Kinds first, wherever they stand: another kind has keys of its own. */
export function changed(base: object, pairs: readonly string[]): object {
  const result = structuredClone(base) as Record<string, unknown>;
  const isKind = (pair: string) => /^[^=]*\.kind=/.test(pair);
  for (const pair of [...pairs.filter(isKind), ...pairs.filter((pair) => !isKind(pair))]) {
    const at = pair.indexOf("=");
    if (at < 1) refuse("--set", pair, "KEY=VALUE");
    put(result, pair.slice(0, at).split("."), valueOf(pair.slice(at + 1)));
  }
  return result;
}

function put(into: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [key = "", ...rest] = keys;
  if (key === "__proto__") refuse("--set", "__proto__", "a key of the experiment");
  if (rest.length > 0) {
    const inner = Object.hasOwn(into, key) ? into[key] : undefined;
    const next = typeof inner === "object" && inner !== null ? inner : {};
    into[key] = next;
    return put(next as Record<string, unknown>, rest, value);
  }
  if (key === "kind" && Object.hasOwn(into, key) && into[key] !== value) {
    const { samplesPerClient } = into;
    for (const other of Object.keys(into)) delete into[other];
    // Pictures a client are asked of every kind of partition.
    if (samplesPerClient !== undefined) into["samplesPerClient"] = samplesPerClient;
  }
  into[key] = value;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a word
  }
}

function refuse(option: string, got: string, allowed: string): never {
  throw new SpikefedError("simulate/option", { option, got, allowed });
}

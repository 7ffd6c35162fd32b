// Which experiment was asked for: a preset or a file, and what --set changes of it.

import { readFile } from "node:fs/promises";

import { type Experiment, readExperiment, SpikefedError, withPairs } from "@spikefed/protocol";

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

export function changed(base: object, pairs: readonly string[]): object {
  const refusePair = (got: string) =>
    refuse("--set", got, got === "__proto__" ? "a key of the experiment" : "KEY=VALUE");
  // Pictures a client are asked of every kind of partition.
  return withPairs(base, pairs, { refuse: refusePair, kept: ["samplesPerClient"] });
}

function refuse(option: string, got: string, allowed: string): never {
  throw new SpikefedError("simulate/option", { option, got, allowed });
}

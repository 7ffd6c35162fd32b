// Which experiment was asked for: a preset or a file, and what --set changes of it.

import { readFile } from "node:fs/promises";

import {
  type Experiment,
  keysOfKind,
  readExperiment,
  SpikefedError,
  withPairs,
} from "@spikefed/protocol";

import { nearNames } from "./near-names.ts";
import { noEffectLines } from "./no-effect.ts";
import { presets } from "./presets.ts";

export interface ExperimentWish {
  preset: string | undefined;
  /** A JSON file. */
  config: string | undefined;
  /** `key=value`, `key.inner=value`. */
  set: readonly string[];
}

/**
 * @param say Told of what the preset or file has and a changed kind has not, and of what has no effect.
 * @throws {SpikefedError} `simulate/option`, `room/settings`
 */
export async function experimentOf(
  { preset, config, set }: ExperimentWish,
  say: (line: string) => void = () => undefined,
): Promise<Experiment> {
  if (preset !== undefined && config !== undefined) {
    refuse("--preset", `given beside --config`, "one of the two");
  }
  const base = config === undefined ? ofPreset(preset ?? "default") : await ofFile(config);
  // Defaults first: a key inside of one can be changed alone.
  const experiment = readExperiment(changed(readExperiment(base), set, base));
  [...droppedLines(base, experiment), ...noEffectLines(experiment)].forEach(say);
  return experiment;
}

/** Keys that were written at this path; none where nothing was. */
const writtenAt = (written: object, path: string): string[] =>
  Object.keys((written as Record<string, object | undefined>)[path] ?? {});

/** What was written beside a kind, and is no key of the kind that it became. */
function droppedLines(written: object, experiment: Experiment): string[] {
  return (["strategy", "partition", "localLoss", "scheduler"] as const).flatMap((path) => {
    const { kind } = experiment[path];
    const known = keysOfKind(path, kind);
    return writtenAt(written, path)
      .filter((key) => !known.includes(key))
      .map((key) => `${path}.${key} is dropped: ${kind} has no such key.`);
  });
}

function ofPreset(name: string): object {
  const found = presets.get(name);
  if (found) return found.experiment;
  const near = nearNames(name, [...presets.keys()]);
  const such = near === null ? "" : `, such as ${near}`;
  return refuse("--preset", name, `a name that "npm run simulate -- --list" shows${such}`);
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

/** @param written What of `base` is no default: it outlives a change of kind where the new one has it. */
export function changed(base: object, pairs: readonly string[], written: object = {}): object {
  const refusePair = (got: string) =>
    refuse("--set", got, got === "__proto__" ? "a key of the experiment" : "KEY=VALUE");
  const kept = (path: string, kind: unknown) => {
    const ofKind = keysOfKind(path, kind);
    // Pictures a client are asked of every kind of partition.
    return [...writtenAt(written, path), "samplesPerClient"].filter((key) => ofKind.includes(key));
  };
  return withPairs(base, pairs, { refuse: refusePair, kept });
}

function refuse(option: string, got: string, allowed: string): never {
  throw new SpikefedError("simulate/option", { option, got, allowed });
}

// The command line of the trials.

import { parseArgs } from "node:util";

import { SpikefedError } from "@spikefed/protocol";

export interface TortureOptions {
  help: boolean;
  /** Names of trials, in the order of the list. */
  trials: string[];
  full: boolean;
  seed: number;
  /** Trials side by side: most of them wait most of the time. */
  atOnce: number;
  /** Results go here as JSON; null: nowhere. */
  json: string | null;
}

export function usage(trials: readonly { name: string; about: string }[]): string {
  const width = Math.max(...trials.map(({ name }) => name.length));
  const list = trials.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return [
    "Usage: npm run torture -- [TRIAL...] [--full] [--seed N] [--at-once N] [--json FILE]",
    "",
    "Runs the trials that are named, or all of them; load names all that begin so. The exit code is 1 when one finds a violation.",
    "",
    "  --full        the sizes of the published table; minutes to hours",
    "  --seed N      repeats what chance decided (1)",
    "  --at-once N   so many trials side by side (1); figures of time and load are then those of a busy machine",
    "  --json FILE   writes the results",
    "",
    ...list,
    "",
  ].join("\n");
}

/**
 * @param known names of all trials
 * @throws {SpikefedError} `start/option`
 */
export function readOptions(args: readonly string[], known: readonly string[]): TortureOptions {
  const { values, positionals } = parse(args);
  const isOne = (trial: string, name: string) => trial === name || trial.startsWith(`${name}-`);
  const unknown = positionals.find((name) => !known.some((trial) => isOne(trial, name)));
  if (unknown !== undefined) refuse(unknown, `no such trial; there are ${known.join(", ")}`);
  const isChosen = (trial: string) =>
    positionals.length === 0 || positionals.some((name) => isOne(trial, name));
  return {
    help: values.help ?? false,
    trials: known.filter(isChosen),
    full: values.full ?? false,
    seed: readWhole("--seed", values.seed ?? "1"),
    atOnce: Math.max(1, readWhole("--at-once", values["at-once"] ?? "1")),
    json: values.json ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        full: { type: "boolean" },
        seed: { type: "string" },
        "at-once": { type: "string" },
        json: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    return refuse("the command line", (error as Error).message);
  }
}

function readWhole(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return refuse(option, `${text} is not a whole number of at most nine digits`);
}

function refuse(option: string, why: string): never {
  throw new SpikefedError("start/option", { option, why });
}

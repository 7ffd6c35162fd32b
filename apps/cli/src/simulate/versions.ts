// What a figure depends on besides the experiment: versions of program, runtime and libraries, and
// the command that repeats it.

import { createRequire } from "node:module";

/** Of what computes. */
export function versions(): Record<string, string> {
  const { version: node } = process;
  const [spikefed, tfjs, webgpu] = ["@spikefed/cli", "@tensorflow/tfjs-core", "webgpu"].map(
    versionOf,
  ) as [string, string, string];
  return { spikefed, node, tfjs, webgpu };
}

function versionOf(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    return (require(`${name}/package.json`) as { version: string }).version;
  } catch {
    return "unknown";
  }
}

export interface CommandWords {
  preset?: string;
  config?: string;
  set: readonly string[];
  out?: string;
  executor?: string;
  tuning?: string;
  from?: string;
  offline?: boolean;
  saveSpikes?: boolean;
  keepUpdates?: boolean;
}

/** Beside this one, or inside where that has no name. */
function anotherFolder(out: string): string {
  const folder = out.replace(/(?<=.)[/\\]+$/, "");
  return /(^|[/\\])\.{1,2}$|^[/\\]$/.test(folder) ? `${folder}/again` : `${folder}-again`;
}

/** One line for a shell: the same run again, in a folder of its own beside the first. */
export function commandLine(words: CommandWords): string {
  const { preset, config, set, out, executor, tuning, from } = words;
  const { offline, saveSpikes, keepUpdates } = words;
  const pairs: [option: string, value: string | undefined][] = [
    ["--preset", preset],
    ["--config", config],
    ...set.map((pair): [string, string] => ["--set", pair]),
    ["--executor", executor],
    ["--tuning", tuning],
    ["--from", from],
    ["--out", out && anotherFolder(out)],
  ];
  const switches = {
    ...{ "--offline": offline, "--save-spikes": saveSpikes, "--keep-updates": keepUpdates },
  };
  const given = pairs.flatMap(([option, value]) =>
    value === undefined ? [] : [option, quoted(value)],
  );
  const on = Object.entries(switches).flatMap(([option, isOn]) => (isOn ? [option] : []));
  return ["npm run simulate --", ...given, ...on].join(" ");
}

/** As a shell takes it for one word. */
export const quoted = (word: string) =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

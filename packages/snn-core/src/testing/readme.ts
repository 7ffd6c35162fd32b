// The README's blocks of code, each marked by a comment above it, so that tests run what is printed.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const folder = path.join(import.meta.dirname, "../..");

/** The code under `<!-- name -->`. @throws without such a block. */
export function readmeBlock(name: string): string {
  const text = readFileSync(path.join(folder, "README.md"), "utf8");
  const found = new RegExp(`<!-- ${name} -->\n\`\`\`js\n([^]*?)\`\`\`\n`).exec(text);
  if (found === null) throw new Error(`the README has no block "${name}"`);
  return found[1]!;
}

/** The example with its line that makes the executor replaced. @throws when there is none. */
export function exampleWith(maker: string): string {
  const example = readmeBlock("example");
  const line = /^const executor = .*$/m;
  if (!line.test(example)) throw new Error("the example makes no executor");
  return example.replace(line, () => maker.trim());
}

/** What a module says when Node runs it, with this package's sources. */
export async function outputOf(code: string): Promise<string> {
  const args = ["--import", "tsx", "--input-type=module", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return stdout;
}

/** The losses that the example prints. */
export const lossesIn = (output: string): number[] =>
  [...output.matchAll(/^batch \d+: loss (\S+)$/gm)].map(([, loss]) => Number(loss));

// Which build computes: its sources as one hash, and the commit where they are exactly a commit's.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What of a run's outcome the sources decide; libraries are in the manifest's versions. */
export interface Build {
  /** Hex sha256 of the sources. */
  source: string;
  /** Null: the sources are not exactly those of a commit, or there is no git. */
  commit: string | null;
}

/** Folders whose sources reach the numbers of a run. A page or a report cannot. */
const SOURCES = [
  ...["datasets", "fl-core", "protocol", "run-store", "snn-core", "volunteer"].map(
    (name) => `packages/${name}/src`,
  ),
  ...["apps/cli/src/simulate", "apps/cli/src/volunteer"],
];
/** Tests, and what only decides which runs there are. */
const SKIPPED = new Set(["testing", "sweep"]);

const home = fileURLToPath(new URL("../../../../", import.meta.url));

/** @param root The repository, or a copy of it without git. */
export async function buildOf(root = home): Promise<Build> {
  const [source, commit] = await Promise.all([sourceHash(root), commitOf(root)]);
  return { source, commit };
}

export const isSameBuild = (a: Build, b: Build): boolean => a.source === b.source;

/** The commit if it is known, else the beginning of the hash. */
export const buildName = ({ source, commit }: Build): string =>
  commit === null ? `sources ${source.slice(0, 12)}` : `commit ${commit.slice(0, 12)}`;

/** Names count as they are below the root, so a copy elsewhere is the same build. */
async function sourceHash(root: string): Promise<string> {
  const lists = await Promise.all(SOURCES.map((folder) => sourcesIn(join(root, folder))));
  const files = lists.flat().map((file) => ({ file, name: nameBelow(root, file) }));
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  const texts = await Promise.all(files.map(({ file }) => readFile(file)));
  const hash = createHash("sha256");
  files.forEach(({ name }, i) => hash.update(`${name}\0${texts[i]!.length}\0`).update(texts[i]!));
  return hash.digest("hex");
}

const nameBelow = (root: string, file: string) => relative(root, file).split(sep).join("/");

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries.map(async (entry): Promise<string[]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesIn(path);
    return /(?<!\.test)\.ts$/.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(lists)).flat();
}

/** A copy inside of somebody else's repository is of no commit. */
async function commitOf(root: string): Promise<string | null> {
  const git = async (...words: string[]) =>
    (await promisify(execFile)("git", ["-C", root, ...words], { timeout: 10_000 })).stdout;
  try {
    const [place, changed] = await Promise.all([
      git("rev-parse", "--show-toplevel", "HEAD"),
      git("status", "--porcelain", "--", ...SOURCES),
    ]);
    const [top = "", commit = ""] = place.trim().split("\n");
    const isOurs = (await realpath(top)) === (await realpath(root));
    return isOurs && changed === "" && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null;
  } catch {
    return null; // no git, or no repository: the hash of the sources says it
  }
}

// The hash of sources in folders of their own, with and without git.

import { execFileSync } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { readExperiment } from "@spikefed/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Build, buildName, buildOf } from "./build.ts";
import { buildsWith, type Manifest, readManifest } from "./manifest.ts";
import { claim, outFolder } from "./out-folder.ts";
import { manifestOf } from "./testing/tiny-federation.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-build-"))));
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

const folders = [
  ...["datasets", "fl-core", "protocol", "run-store", "snn-core", "volunteer"].map(
    (name) => `packages/${name}/src`,
  ),
  ...["apps/cli/src/simulate", "apps/cli/src/volunteer"],
];

/** A tree with the folders that count, and an index file in each. */
async function tree(name: string): Promise<string> {
  const place = join(root, name);
  for (const folder of folders) await write(place, `${folder}/index.ts`, `// ${folder}\n`);
  return place;
}

async function write(place: string, name: string, text: string): Promise<void> {
  await mkdir(dirname(join(place, name)), { recursive: true });
  await writeFile(join(place, name), text);
}

const git = (place: string, ...words: string[]) =>
  execFileSync("git", ["-C", place, "-c", "user.name=a", "-c", "user.email=a@b.c", ...words], {
    stdio: ["ignore", "pipe", "ignore"],
    encoding: "utf8",
  }).trim();

function commitAll(place: string): string {
  git(place, "add", "-A");
  git(place, "commit", "-qm", "All");
  return git(place, "rev-parse", "HEAD");
}

test("without git a build is the hash of its sources, wherever they lie", async () => {
  const [one, two] = [await tree("one"), join(root, "two")];
  const build = await buildOf(one);
  expect(build).toEqual({
    source: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    commit: null,
  });
  await cp(one, two, { recursive: true });
  expect(await buildOf(two)).toEqual(build);
});

test.each(folders)(
  "a changed, a new and a renamed file of %s make another build",
  async (folder) => {
    const place = await tree("a");
    const seen = [(await buildOf(place)).source];
    await appendFile(join(place, folder, "index.ts"), "1;\n");
    seen.push((await buildOf(place)).source);
    await write(place, `${folder}/deep/new.ts`, "");
    seen.push((await buildOf(place)).source);
    await rm(join(place, folder, "deep"), { recursive: true });
    await write(place, `${folder}/deep/other.ts`, "");
    seen.push((await buildOf(place)).source);
    expect(new Set(seen).size).toBe(seen.length);
  },
);

test.each([
  ...["packages/fl-core/src/index.test.ts", "packages/fl-core/src/testing/rounds.ts"],
  ...["apps/cli/src/simulate/sweep/tables.ts", "packages/report/src/index.ts"],
  ...["docs/results.md", "packages/snn-core/src/README.md"],
])("%s makes no other build", async (name) => {
  const place = await tree("a");
  const build = await buildOf(place);
  await write(place, name, "anything");
  expect(await buildOf(place)).toEqual(build);
});

test("a commit is named while the sources are its own, whatever else changed", async () => {
  const place = await tree("a");
  git(root, "init", "-q", place);
  const commit = commitAll(place);
  await write(place, "docs/results.md", "a figure");
  expect(await buildOf(place)).toMatchObject({ commit });
  await write(place, "packages/fl-core/src/new.ts", "");
  expect(await buildOf(place)).toMatchObject({ commit: null });
});

test("a copy inside of another repository is of none of its commits", async () => {
  const place = await tree("theirs/copy");
  git(root, "init", "-q", join(root, "theirs"));
  commitAll(join(root, "theirs"));
  expect(await buildOf(place)).toMatchObject({ commit: null });
});

test("the build at hand has its sources", async () => {
  expect((await buildOf()).source).toMatch(/^[0-9a-f]{64}$/);
});

describe("a run that is taken up", () => {
  const old: Build = { source: "a".repeat(64), commit: "c".repeat(40) };
  const now: Build = { source: "b".repeat(64), commit: null };
  const manifest = manifestOf(readExperiment({}));
  const kept = (builds: Build[]): Manifest => ({ ...manifest, builds });
  const where = { folder: "runs/a", allowOther: false };

  test("is of the build that began it", () => {
    expect(buildsWith(now, null, where)).toEqual([now]);
    expect(buildsWith(now, kept([old, now]), where)).toEqual([old, now]);
    const committed = { ...now, commit: "d".repeat(40) };
    expect(buildsWith(committed, kept([now]), where)).toEqual([now]);
  });

  test("by another build is refused, with both names and what to do", () => {
    expect(() => buildsWith(now, kept([old]), where)).toThrow(
      "the run in runs/a was made by another build: commit cccccccccccc, this is sources bbbbbbbbbbbb",
    );
    expect(() => buildsWith(now, kept([]), where)).toThrow("one that is not written down");
  });

  test("by another build that is allowed names both, from its first moment on", async () => {
    const allowed = { ...where, allowOther: true };
    const builds = buildsWith(now, kept([old]), allowed);
    expect(builds).toEqual([old, now]);
    const folder = outFolder(root);
    await (await claim(folder, kept([old]), false)).release();
    await (await claim(folder, { ...manifest, builds }, true)).release();
    expect((await readManifest(folder))!.builds).toEqual(builds);
  });

  test("and was begun before builds were written down has none in its manifest", async () => {
    const { builds: _none, ...older } = manifest;
    const folder = outFolder(root);
    await mkdir(root, { recursive: true });
    await writeFile(folder.manifest, JSON.stringify(older));
    expect((await readManifest(folder))!.builds).toEqual([]);
  });
});

test("a build is called by its commit, else by its sources", () => {
  expect(buildName({ source: "ab".repeat(32), commit: null })).toBe("sources abababababab");
  expect(buildName({ source: "", commit: "01".repeat(20) })).toBe("commit 010101010101");
});

// A sweep as a process with processes of its own.

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { endAll, eventsOf, lineOf, modelOf, startCli, tinyWords } from "../testing/start-cli.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-sweep-"))));
afterEach(async () => {
  endAll();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

const words = [
  ...["sweep", ...tinyWords, "--set", "clients=2", "--set", "participants=1"],
  ...["--set", "rounds=2", "--jobs", "2"],
];

const sweep = (...more: string[]) => startCli(...words, ...more, "--out", root);

test("others run when one fails, and again only what is left", { timeout: 240_000 }, async () => {
  const networks = ["--vary", "network=snn", "--vary", "network=ann", "--seeds", "1,2"];
  const broken = join(root, "network-ann", "seed-1");
  await mkdir(broken, { recursive: true });
  await writeFile(join(broken, "manifest.json"), "{");
  const first = sweep(...networks);
  expect([await first.ended, first.output()]).toEqual([1, expect.stringContaining("4 runs, 2 at")]);
  const lines = first.output();
  expect(lines).toMatch(/network-ann\/seed-1: failed with exit code 2: .*manifest\.json cannot be/);
  expect(lines).toMatch(/\[4\/4\] \S+: done in \d+ s, \d+\.\d %\n/);
  expect(lines).toContain("1 of 4 runs failed.\n");
  expect(lines).toMatch(/Compare them: npm run report -- \S+\n$/);
  const [one, two] = ["seed-1", "seed-2"].map((seed) => join(root, "network-snn", seed));
  expect(await modelOf(one!)).not.toBe(await modelOf(two!));

  await rm(broken, { recursive: true });
  await rm(join(one!, "report.html"));
  const model = await modelOf(one!);
  const second = sweep(...networks);
  expect([await second.ended, second.output()]).toEqual([0, expect.stringContaining("[4/4]")]);
  expect(second.output().match(/finished before/g)).toHaveLength(2);
  expect(existsSync(join(one!, "report.html"))).toBe(true);
  expect(await modelOf(one!)).toBe(model);
  expect(existsSync(join(broken, "report.html"))).toBe(true);
});

test(
  "interrupted, its runs end too, and none is counted as failed",
  { timeout: 120_000 },
  async () => {
    const started = sweep("--seeds", "1,2,3,4", "--set", "rounds=200");
    const of = (seed: number) => join(root, "runs", `seed-${seed}`);
    for (const seed of [1, 2]) await lineOf(of(seed), ({ type }) => type === "aggregated");
    started.child.kill("SIGINT");
    expect(await started.ended).toBe(130);
    expect(started.output()).toContain("Interrupted; the same command goes on.");
    expect(started.output()).not.toContain("failed");
    for (const seed of [1, 2]) expect(existsSync(join(of(seed), "lock"))).toBe(false);
    expect(existsSync(of(3))).toBe(false);
    expect((await eventsOf(of(1))).at(-1)!.type).not.toBe("run-ended");
  },
);

test("a wrong value is told before any run starts", { timeout: 60_000 }, async () => {
  const started = [
    sweep("--vary", "rounds=2", "--vary", "rounds=0"),
    sweep("--vary", "partition.samplesPerClient=32", "--vary", "partition.samplesPerClient=3000"),
  ];
  const listed = sweep("--list", "noise", "--vary", "network=snn");
  started.push(listed);
  expect(await Promise.all(started.map(({ ended }) => ended))).toEqual([2, 2, 2]);
  expect(listed.output()).toContain("--vary is network=snn; allowed is nothing beside --list");
  expect(started[0]!.output()).toContain("setting rounds is 0; allowed is a whole number");
  expect(started[1]!.output()).toContain("samplesPerClient is 3000; allowed is at most 2500");
  expect(existsSync(join(root, "rounds-2"))).toBe(false);
});

// Simulations as processes that are killed, interrupted and taken up again.

import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LogEvent } from "@spikefed/protocol";
import { readKeptFigures } from "@spikefed/run-store";
import { afterEach, beforeEach, expect, test } from "vitest";

import {
  endAll,
  eventsOf,
  lineOf,
  modelOf,
  startCli,
  storyOf,
  tinyWords,
} from "./testing/start-cli.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-simulate-"))));
afterEach(async () => {
  endAll();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

const slow = { timeout: 240_000 };

function simulate(out: string, ...words: string[]) {
  return startCli("simulate", ...tinyWords, "--out", join(root, out), ...words);
}

async function whole(out: string, ...words: string[]): Promise<void> {
  const { ended, output } = simulate(out, ...words);
  expect([await ended, output()]).toEqual([0, expect.stringContaining("Done: ")]);
}

/** Kills it as soon as its log has a line of this type and round. */
async function killAt(type: LogEvent["type"], round: number, out: string, ...words: string[]) {
  const { child, ended } = simulate(out, ...words, "--resume");
  await lineOf(join(root, out), (event) => {
    return event.type === type && "round" in event && event.round === round;
  });
  child.kill("SIGKILL");
  expect(await ended).toBe("SIGKILL");
}

const figuresOf = (out: string) => readKeptFigures(join(root, out));

const clients = ["--set", "clients=3", "--set", "participants=2", "--set", "evaluateEvery=1"];

test("killed at any moment of a round, it ends with the same model and log", slow, async () => {
  const adam = [...clients, "--set", "rounds=5", "--set", "strategy.kind=fedadam"];
  await Promise.all([whole("a", ...adam), whole("b", ...adam)]);
  const story = await storyOf(join(root, "a"));
  expect(await storyOf(join(root, "b"))).toEqual(story);
  expect(await modelOf(join(root, "b"))).toBe(await modelOf(join(root, "a")));
  const moments = [
    ...["round-opened", "update-accepted", "round-closed", "aggregated", "evaluated"],
  ] as LogEvent["type"][];
  for (const [i, moment] of moments.entries()) await killAt(moment, i + 1, "killed", ...adam);
  await whole("killed", ...adam, "--resume");
  expect(await storyOf(join(root, "killed"))).toEqual(story);
  expect(await modelOf(join(root, "killed"))).toBe(await modelOf(join(root, "a")));
  expect(await readdir(join(root, "killed", "updates"))).toEqual([]);
  const [killed, a] = await Promise.all(["killed", "a"].map(figuresOf));
  expect(killed).toEqual(a);
  expect(killed!.earlier).toHaveLength(4); // all rounds were judged, the last one's is by itself
});

test("with krum, too", slow, async () => {
  const krum = [
    ...["--set", "strategy.kind=krum", "--set", "clients=6", "--set", "participants=5"],
    ...["--set", "rounds=2"],
  ];
  await Promise.all([
    whole("a", ...krum),
    killAt("update-accepted", 2, "killed", ...krum).then(() =>
      whole("killed", ...krum, "--resume"),
    ),
  ]);
  expect(await storyOf(join(root, "killed"))).toEqual(await storyOf(join(root, "a")));
  expect(await modelOf(join(root, "killed"))).toBe(await modelOf(join(root, "a")));
});

test("interrupted it says how to go on, and only the same run does", slow, async () => {
  const words = [...clients, "--set", "rounds=3"];
  const out = join(root, "a");
  const first = simulate("a", ...words);
  await lineOf(out, ({ type }) => type === "aggregated");
  first.child.kill("SIGINT");
  expect(await first.ended).toBe(130);
  expect(first.output()).toContain(
    "interrupted by SIGINT; all that was finished is kept. The same command with --resume goes on.",
  );
  expect((await eventsOf(out)).at(-1)!.type).not.toBe("run-ended");

  const older = join(root, "older");
  await cp(out, older, { recursive: true });
  const manifest = await readFile(join(older, "manifest.json"), "utf8");
  const build = /("source": ")[0-9a-f]{64}/;
  expect(manifest).toMatch(build);
  await writeFile(join(older, "manifest.json"), manifest.replace(build, `$1${"0".repeat(64)}`));
  const [unlike, again, other] = [
    simulate("older", ...words, "--resume"),
    simulate("a", ...words),
    simulate("a", ...words, "--set", "seed=2", "--resume"),
  ];
  expect(await unlike.ended).toBe(2);
  expect(unlike.output()).toContain(`the run in ${older} was made by another build: `);
  expect(await again.ended).toBe(2);
  expect(again.output()).toBe(
    `${out} holds a run already. Add --resume to go on with it, or name another folder with --out.\n`,
  );
  expect(await other.ended).toBe(2);
  expect(other.output()).toContain(`${out} holds another run: seed was 1 and is 2 now.`);

  const lines = (await eventsOf(out)).length;
  await appendFile(join(out, "run.jsonl"), '{"seq":12,"atMs":17');
  const last = simulate("a", ...words, "--resume");
  expect(await last.ended).toBe(0);
  expect(last.output()).toContain(
    `ended in the middle of line ${lines + 1}; that line is cut off.`,
  );
  expect((await storyOf(out)).map((event) => (event as LogEvent).seq)).toEqual(
    Array.from({ length: (await eventsOf(out)).length }, (_, seq) => seq),
  );
  expect((await eventsOf(out)).filter(({ type }) => type === "aggregated")).toHaveLength(3);
  expect((await eventsOf(out)).at(-1)!.type).toBe("run-ended");
});

test("a wrong command ends with 2 and makes no folder", slow, async () => {
  const wrong: [words: string[], fact: string][] = [
    [["--set", "rounds=0"], "setting rounds is 0; allowed is a whole number from 1 to 1000."],
    [["--set", "clients=1000"], "setting partition.samplesPerClient is 32; allowed is at most 5"],
    [["--executor", "abacus"], 'there is no executor "abacus"; there are engine/webgpu'],
  ];
  const started = wrong.map(([words]) => simulate("a", ...words));
  for (const [i, { ended, output }] of started.entries()) {
    expect(await ended).toBe(2);
    expect(output()).toContain(wrong[i]![1]);
  }
  expect(await readdir(root)).toEqual([]);
});

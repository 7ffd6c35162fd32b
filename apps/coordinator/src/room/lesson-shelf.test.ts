import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { defaultSettings, lessons, type LogEvent, type RunSettings } from "@spikefed/protocol";
import { makeRunFolder, openRunLog } from "@spikefed/run-store";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { LessonShelf } from "./lesson-shelf.ts";

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(dataDir, { recursive: true }));

interface Made {
  settings: RunSettings;
  isOver?: boolean;
  sha256?: string;
  /** Seconds; when the log was written last. */
  at: number;
}

/** A run's folder as a room leaves it; its log. */
async function made(runId: string, { settings, isOver = true, sha256 = "d", at }: Made) {
  const folder = await makeRunFolder(dataDir, runId);
  const { log } = await openRunLog({
    ...{ file: folder.log, now: () => 0, onDurable: () => undefined },
    onFailure: (error) => {
      throw error;
    },
  });
  const dataset = { name: "x", source: "y", procedural: false, classes: ["a", "b"] };
  await log.append({
    ...{ type: "run-opened", runId, settings, dataset: { ...dataset, sha256 } },
    model: { hash: "0".repeat(64), version: 0, bytes: 1, parameters: 1 },
  });
  if (isOver) await log.append({ type: "run-ended", why: "rounds" });
  await log.append({ type: "left", client: 1, why: "said" });
  await log.close();
  await utimes(folder.log, at, at);
  return log.events;
}

const [mean, median] = lessons["bad-client"].runs.map(({ settings }) => settings);
const idsOf = (logs: LogEvent[][]) =>
  logs.map(([first]) => first?.type === "run-opened" && first.runId);

test("the runs of the same lesson that are over are found, the newest first", async () => {
  await made("older-mean", { settings: mean!, at: 100 });
  await made("newer-mean", { settings: { ...mean!, seed: 5 }, at: 200 });
  await made("other-lesson", { settings: lessons["first-run"].runs[0]!.settings, at: 300 });
  await made("own-settings", { settings: defaultSettings, at: 400 });
  await made("not-over", { settings: mean!, at: 500, isOver: false });
  await made("other-pictures", { settings: mean!, at: 600, sha256: "e" });
  const open = await made("open-median", { settings: median!, at: 700, isOver: false });
  const shelf = new LessonShelf(dataDir);
  expect(idsOf(await shelf.logs(open))).toEqual(["newer-mean", "older-mean"]);
});

test("a run of one's own settings, and a room without a log, have none", async () => {
  await made("some-mean", { settings: mean!, at: 100 });
  const open = await made("own-settings", { settings: defaultSettings, at: 400 });
  const shelf = new LessonShelf(dataDir);
  expect(await shelf.logs(open)).toEqual([]);
  expect(await shelf.logs([])).toEqual([]);
});

test("with another open run they are looked for again: the one before is over by then", async () => {
  const first = await made("first-mean", { settings: mean!, at: 100, isOver: false });
  const shelf = new LessonShelf(dataDir);
  expect(await shelf.logs(first)).toEqual([]);
  await rm(join(dataDir, "run-first-mean"), { recursive: true });
  await made("first-mean", { settings: mean!, at: 200 });
  const second = await made("second-median", { settings: median!, at: 300, isOver: false });
  expect(idsOf(await shelf.logs(second))).toEqual(["first-mean"]);
});

test("of a run that is no lesson's only the first line is read", async () => {
  await made("own-settings", { settings: defaultSettings, at: 100 });
  const open = await made("open-median", { settings: median!, at: 700, isOver: false });
  const parse = vi.spyOn(JSON, "parse");
  expect(await new LessonShelf(dataDir).logs(open)).toEqual([]);
  expect(parse).toHaveBeenCalledTimes(1);
  parse.mockRestore();
});

test("the text is made once, and anew for another open run", async () => {
  await made("some-mean", { settings: mean!, at: 100 });
  const open = await made("open-median", { settings: median!, at: 700, isOver: false });
  const next = await made("next-median", { settings: median!, at: 800, isOver: false });
  const shelf = new LessonShelf(dataDir);
  const stringify = vi.spyOn(JSON, "stringify");
  const madeTexts = () =>
    stringify.mock.calls.filter(([value]) => Array.isArray((value as unknown[])[0])).length;
  const text = await shelf.text(open);
  expect(await shelf.text(open)).toBe(text);
  expect(madeTexts()).toBe(1);
  await shelf.text(next);
  expect(madeTexts()).toBe(2);
  stringify.mockRestore();
  expect(idsOf(JSON.parse(text) as LogEvent[][])).toEqual(["some-mean"]);
});

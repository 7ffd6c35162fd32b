import type { LogBody, LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { WorkSizes } from "./work-sizes.ts";

const settings = { adaptWork: true, batchSize: 8 };
const ROUND_MS = 60_000;

/** Two clients with 80 pictures each, and what happened since, each with its second. */
function logOf(...lines: [second: number, body: LogBody][]): LogEvent[] {
  const joined = [1, 2].map((client): [number, LogBody] => [0, join(client)]);
  return [...joined, ...lines].map(([second, body], seq) => ({
    ...body,
    ...{ seq, atMs: 1000 * second },
  }));
}

const join = (client: number): LogBody => ({
  ...{ type: "joined", client, device: "cpu", shard: client - 1, samples: 80 },
});
const open = (round: number, work?: { client: number; samples: number }[]): LogBody => ({
  ...{ type: "round-opened", round, cohort: [1, 2], ...(work && { work }) },
  ...{ modelHash: "a".repeat(64), deadlineMs: 0 },
});
const sent = (round: number, client: number, samples = 80): LogBody => ({
  ...{ type: "update-accepted", round, client, updateId: "u".repeat(8), sha256: "a".repeat(64) },
  ...{ samples, bytes: 1, loss: null, accuracy: null, seconds: 1, spikeRates: [] },
});
const progress = (round: number, batch: number, batches: number) => ({
  ...{ round, batch, batches, loss: null, accuracy: null, imagesPerSecond: 1e9 },
});

test("in the first round everybody is asked for everything", () => {
  expect(new WorkSizes(settings, logOf()).cuts([1, 2], ROUND_MS)).toEqual([]);
});

test("who took too long for its update is asked for what fits into three quarters of a round", () => {
  const log = logOf([0, open(1)], [45, sent(1, 1)], [100, sent(1, 2)]);
  // 80 pictures in 100 s: 36 in 45 s, and those are four batches of 8
  expect(new WorkSizes(settings, log).cuts([1, 2], ROUND_MS)).toEqual([{ client: 2, samples: 32 }]);
});

test("of whom no update came the last batch counts that was told, by the coordinator's own clock", () => {
  const sizes = new WorkSizes(settings, logOf([0, open(1)]));
  sizes.heard(2, progress(1, 1, 10), 30_000);
  sizes.heard(2, progress(1, 4, 10), 60_000); // 32 pictures a minute, whatever it says of its speed
  expect(sizes.cuts([1, 2], ROUND_MS)).toEqual([{ client: 2, samples: 24 }]);
});

test("its share of a smaller work is measured as what it is, and a faster device is asked for more", () => {
  const cut = [{ client: 2, samples: 24 }];
  const sizes = new WorkSizes(settings, logOf([0, open(2, cut)]));
  sizes.heard(2, progress(2, 3, 3), 27_000);
  expect(sizes.cuts([2], ROUND_MS)).toEqual([{ client: 2, samples: 40 }]);
  sizes.apply(sent(2, 2, 24), 9000);
  expect(sizes.cuts([2], ROUND_MS)).toEqual([]);
});

test("progress of no batch, of another round, or beyond the end measures nothing", () => {
  const sizes = new WorkSizes(settings, logOf([0, open(1)]));
  const messages: [round: number, batch: number, batches: number][] = [
    [1, 0, 0],
    [1, 0, 10],
    [0, 1, 10],
    [1, 11, 10],
  ];
  for (const message of messages.map((told) => progress(...told))) {
    sizes.heard(2, message, 50_000);
  }
  expect(sizes.cuts([1, 2], ROUND_MS)).toEqual([]);
});

const stillSlow = [{ client: 2, samples: 32 }];
/** Client 2 took 100 s for its 80 pictures, and has been at work on a second round since 200 s. */
const slow: [second: number, body: LogBody][] = [
  [0, open(1)],
  [100, sent(1, 2)],
  [200, open(2, stillSlow)],
];

test("a pause is no work, and what is sent after it measures nothing: it may be of before", () => {
  const sizes = new WorkSizes(settings, logOf(...slow));
  sizes.apply({ type: "paused" }, 201_000);
  sizes.heard(2, progress(2, 1, 4), 500_000);
  sizes.apply({ type: "resumed" }, 1_000_000);
  sizes.heard(2, progress(2, 3, 4), 1_002_000);
  sizes.apply(sent(2, 2, 32), 1_003_000);
  expect(sizes.cuts([2], ROUND_MS)).toEqual(stillSlow);
});

test("after a restart who was at work goes on where it was, and is measured in the next round", () => {
  const log = logOf(...slow, [900, { type: "restarted", round: 2 }], [902, open(2, stillSlow)]);
  const sizes = new WorkSizes(settings, log);
  sizes.heard(2, progress(2, 3, 4), 904_000);
  expect(sizes.cuts([2], ROUND_MS)).toEqual(stillSlow);
  sizes.apply(sent(2, 2, 32), 905_000);
  expect(sizes.cuts([2], ROUND_MS)).toEqual(stillSlow);
  sizes.apply(open(3, stillSlow), 1_000_000);
  sizes.heard(2, progress(3, 3, 4), 1_012_000);
  expect(sizes.cuts([2], ROUND_MS)).toEqual([]);
});

test("a round that is repeated measures nothing: a finished update is sent again at once", () => {
  const sizes = new WorkSizes(settings, logOf(...slow));
  sizes.apply(open(2, stillSlow), 260_000);
  sizes.heard(2, progress(2, 4, 4), 261_000);
  sizes.apply(sent(2, 2, 32), 261_000);
  expect(sizes.cuts([2], ROUND_MS)).toEqual(stillSlow);
});

test("an update weighs what the task asked for that it answers, and the least where there is none", () => {
  const cut = (samples: number) => [{ client: 2, samples }];
  const sizes = new WorkSizes(settings, logOf([0, open(1)], [60, open(1, cut(32))]));
  expect(sizes.attemptOf(2)).toBe(1);
  const weights = [undefined, 1, 0, 2, 1e9].map((attempt) => sizes.weightOf(2, 1, attempt));
  expect(weights).toEqual([32, 32, 80, 32, 32]);
  expect(sizes.weightOf(1, 1, 0)).toBe(80);
  sizes.apply(open(2, cut(24)), 120_000);
  expect(sizes.attemptOf(2)).toBe(0);
  expect(sizes.weightOf(2, 2, 1)).toBe(24); // of an attempt of the round before
  expect(sizes.weightOf(2, 1, 0)).toBeNull();
});

test("without the setting nobody is measured and nothing is weighed", () => {
  const off = { adaptWork: false, batchSize: 8 };
  const sizes = new WorkSizes(off, logOf([0, open(1)], [100, sent(1, 2)]));
  sizes.heard(2, progress(1, 1, 10), 50_000);
  expect(sizes.cuts([1, 2], ROUND_MS)).toEqual([]);
  expect(sizes.weightOf(2, 1, 0)).toBeNull();
});

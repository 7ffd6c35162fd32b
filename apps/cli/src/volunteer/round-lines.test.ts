import { emptyView, type ClientSummary, type RunView } from "@spikefed/fl-core";
import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { expect, test } from "vitest";

import { createGroupLines, createRoundLines } from "./round-lines.ts";

const snapshot = (changes: Partial<VolunteerSnapshot>): VolunteerSnapshot => ({
  ...{ phase: "waiting", online: true, roster: [], work: null, transfer: null },
  ...{
    bytesDown: 0,
    bytesUp: 0,
    workedMs: 0,
    ...{ batches: 0, allocatedBytes: null, restarting: false, paused: false, napping: false },
    receipt: null,
    leaving: false,
    error: null,
    view: emptyView,
  },
  you: { client: 1, name: "Ada", samples: 100, labelCounts: [] },
  device: { kind: "cpu", label: "test", executor: "reference/cpu" },
  ...changes,
});
const work = { round: 2, batch: 4, batches: 4, loss: 1.5, accuracy: 0.25, imagesPerSecond: 80 };
const viewWith = (round: number, client: Partial<ClientSummary>): RunView => ({
  ...emptyView,
  round,
  clients: new Map([[1, { history: [], ...client } as ClientSummary]]),
});

test("a counted update is one line with what was measured", () => {
  const lines: string[] = [];
  const take = createRoundLines("Ada", (line) => lines.push(line));
  take(snapshot({ work, view: viewWith(2, {}) }));
  take(snapshot({ bytesUp: 130_400, view: viewWith(2, {}) }));
  const history = [{ round: 2, samples: 100, loss: 1.5, accuracy: 0.25 }];
  take(snapshot({ bytesUp: 130_400, view: viewWith(2, { history }) }));
  take(snapshot({ bytesUp: 130_400, view: viewWith(2, { history }) }));
  expect(lines).toEqual(["Ada  round 2: loss 1.500, accuracy 25.0 %, 80.0 images/s, sent 130 kB"]);
});

test("work that is overtaken by the next round is said to be not counted", () => {
  const lines: string[] = [];
  const take = createRoundLines("Ada", (line) => lines.push(line));
  take(snapshot({ work, view: viewWith(2, {}) }));
  take(snapshot({ view: viewWith(3, {}) }));
  expect(lines).toEqual(["Ada  round 2: not counted, it closed before the update was there"]);
});

test("an error is said once, with its cure", () => {
  const lines: string[] = [];
  const take = createRoundLines("Ada", (line) => lines.push(line));
  const error = {
    code: "room/full",
    fact: "all 8 shares are taken",
    cure: "Watch.",
    retry: "later",
  };
  for (let i = 0; i < 3; i++) take(snapshot({ error } as Partial<VolunteerSnapshot>));
  expect(lines).toEqual(["Ada  all 8 shares are taken. Watch."]);
});

test("another executor than the device came with is said once, with the reason", () => {
  const lines: string[] = [];
  const take = createRoundLines("Ada", (line) => lines.push(line));
  const device = { kind: "gpu", label: "test", executor: "engine/webgpu" } as const;
  take(snapshot({ device }));
  for (let i = 0; i < 2; i++) take(snapshot({ device: { ...device, executor: "kernels/wasm" } }));
  expect(lines).toEqual([
    "Ada  trains with kernels/wasm instead of engine/webgpu: the run's learning rule",
  ]);
});

test("the group's accuracy is said once a round", () => {
  const lines: string[] = [];
  const take = createGroupLines((line) => lines.push(line));
  const round = { round: 1, accuracy: 0.312, testSamples: 1000 } as RunView["rounds"][0];
  take({ ...emptyView, rounds: [{ ...round, accuracy: null }] });
  for (let i = 0; i < 2; i++) take({ ...emptyView, rounds: [round] });
  expect(lines).toEqual(["Group  round 1: accuracy 31.2 % on 1,000 held-out pictures"]);
});

// The measure itself: traces by hand.
import { expect, test } from "@playwright/test";
import { markOf, spreadOf, workPerUpdate, type TraceEvent } from "./work-per-update.ts";

const task = (ts: number, dur: number, tdur = dur, tid = 1): TraceEvent => ({
  ...{ name: "RunTask", pid: 7, tid, ts, dur, tdur },
});
const mark = (ts: number, page = "host"): TraceEvent => ({
  ...{ name: markOf(page), pid: 7, tid: 1, ts },
});

test("an update costs its task and what follows until the next, in time on the processor", () => {
  const trace = [
    task(0, 500), // before the first update
    ...[task(1000, 3000, 2000), mark(1100)],
    task(5000, 1000), // drawing
    task(5000, 9000, 9000, 2), // another thread
    ...[task(9000, 4000), mark(9000)],
    ...[task(20_000, 100), mark(20_050)],
  ];
  expect(workPerUpdate(trace, "host")).toEqual([
    { handledMs: 2, allMs: 3 },
    { handledMs: 4, allMs: 4 },
  ]);
  expect(workPerUpdate(trace, "show")).toEqual([]);
});

test("updates that arrive in one task share it", () => {
  const trace = [task(0, 3000), mark(10), mark(2000), task(4000, 1000), task(6000, 1), mark(6000)];
  expect(workPerUpdate(trace, "host")).toEqual([
    { handledMs: 1.5, allMs: 2 },
    { handledMs: 1.5, allMs: 2 },
  ]);
});

test("the spread is of nearest ranks", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(spreadOf(values)).toEqual({ updates: 100, median: 50, p95: 95, max: 100 });
  expect(spreadOf([]).median).toBeNaN();
});

import { describe, expect, test } from "vitest";
import { benchFileName, benchJson, startedRun, stoppedRun, withMessage } from "./bench-run.ts";
import { benchEvents, benchRun, kernelRow, stepRow } from "./testing/bench-facts.ts";

const all = benchEvents.length;

describe("a run", () => {
  test("knows its phase and how far it is, and keeps what was measured", () => {
    expect(startedRun("full", 0)).toMatchObject({ phase: null, done: 0, total: 0, report: null });
    expect(benchRun(2)).toMatchObject({ phase: "check", done: 0, total: 7, text: "the check" });
    expect(benchRun(9)).toMatchObject({ phase: "kernels", done: 4, total: 7 });
    expect(benchRun(9).report?.kernels).toEqual([kernelRow]);
    expect(benchRun(all)).toMatchObject({ done: 7, total: 7, outcome: "running" });
  });

  test("ends done, with all parts", () => {
    const done = withMessage(benchRun(all), { type: "done" }, 9000);
    expect(done).toMatchObject({ outcome: "done", done: 7, startedMs: 1000, endedMs: 9000 });
  });

  test("that was stopped keeps its figures and hears nothing more", () => {
    const stopped = stoppedRun(benchRun(9), 5000);
    expect(stopped).toMatchObject({ outcome: "stopped", done: 4, endedMs: 5000 });
    const late = withMessage(stopped, { type: "event", event: benchEvents[10]! }, 6000);
    expect(late).toEqual(stopped);
    expect(stoppedRun(stopped, 7000)).toEqual(stopped);
  });

  test("that failed keeps its figures and says what went wrong", () => {
    const problem = { code: "gpu/failed", fact: "the device was lost", cure: "Run again." };
    const failed = withMessage(benchRun(5), { type: "failed", problem }, 5000);
    expect(failed).toMatchObject({ outcome: "failed", problem, done: 2 });
    expect(failed.report?.ceiling).not.toBeNull();
  });
});

describe("its JSON", () => {
  test("is there as soon as there is a report, and says how the run ended", () => {
    expect(benchJson(benchRun(0), "a browser")).toBeNull();
    const read = JSON.parse(benchJson(stoppedRun(benchRun(9), 0), "a browser")!) as object;
    expect(read).toMatchObject({
      ...{ version: 1, adapter: "Some Chip (TM) 3", browser: "a browser", steps: [] },
      run: { mode: "quick", outcome: "stopped", done: 4, total: 7, problem: null },
      kernels: [{ name: "a kernel", ms: 0.0123, gflops: 40, ceilingShare: 0.8, tfjsRatio: 4 }],
    });
  });

  test("has each step with what readers rely on", () => {
    const { preset, timesteps, batch, imagesPerSecond, tfjsRatio, dispatches, peakBytes } = stepRow;
    const wanted = { preset, timesteps, batch, imagesPerSecond, tfjsRatio, dispatches, peakBytes };
    expect(JSON.parse(benchJson(benchRun(all), "")!)).toMatchObject({ steps: [wanted] });
  });
});

test("a file is named by its adapter, in signs that every file system takes", () => {
  const { report } = benchRun(1);
  expect(benchFileName(report!)).toBe("spikefed-bench-some-chip-tm-3");
  const long = benchFileName({ ...report!, adapter: "x ".repeat(100) });
  expect(long).toMatch(/^spikefed-bench(-x){20,30}$/);
  expect(benchFileName({ ...report!, adapter: "../ø" })).toBe("spikefed-bench");
});

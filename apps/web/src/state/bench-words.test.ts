import { describe, expect, test } from "vitest";
import { startedRun, stoppedRun, withMessage } from "./bench-run.ts";
import {
  fallbackSentence,
  adapterSentence,
  benchSentence,
  checkText,
  emptyWords,
  featureText,
} from "./bench-words.ts";
import { benchEvents, benchRun, fallbackRow } from "./testing/bench-facts.ts";

const all = benchEvents.length;
const problem = { code: "gpu/failed", fact: "the device was lost", cure: "Run again." };

test("the adapter is named, and a software one is called so", () => {
  expect(adapterSentence(null)).toBe("This device: checking.");
  expect(adapterSentence({ kind: "gpu", label: "Apple M2", reason: "ok" })).toBe(
    "This device: Apple M2.",
  );
  expect(adapterSentence({ kind: "software-gpu", label: "llvmpipe", reason: "software" })).toBe(
    "This device: llvmpipe, software: its figures are not those of a GPU.",
  );
  expect(adapterSentence({ kind: "cpu", label: "processor", reason: "missing" })).toBeNull();
});

describe("the sentence", () => {
  test("is one for each phase, however many events there are", () => {
    const said = benchEvents.map((_, i) => benchSentence(benchRun(i)));
    expect([benchSentence(null), ...new Set(said)]).toEqual([
      "Nothing is measured yet.",
      "Loading the benchmark.",
      "Training two fixed steps, to be compared with other devices.",
      "Measuring the most that this adapter does.",
      "Trying kernel variants, each checked before it is timed.",
      "Measuring kernels, ours and those of tfjs in turns.",
      "Measuring whole training steps.",
      "Measuring how fast pictures are judged.",
    ]);
  });

  test("at the end counts what was measured, and what could not be", () => {
    expect(benchSentence(withMessage(benchRun(all), { type: "done" }, 73_000))).toBe(
      "Done: 2 kernels, 1 step and 1 evaluation in 1\u00a0min 12\u00a0s. 1 row has no time and says why.",
    );
    expect(benchSentence(withMessage(benchRun(3, "check"), { type: "done" }, 4000))).toBe(
      "The check is done, in 3\u00a0s.",
    );
  });

  test("after a stop or an error says what stays", () => {
    expect(benchSentence(stoppedRun(benchRun(9), 0))).toBe(
      "Stopped. What was measured until then stays: 4 of 7 parts.",
    );
    expect(benchSentence(stoppedRun(startedRun("quick", 0), 0))).toBe(
      "Stopped. Nothing was measured until then.",
    );
    expect(benchSentence(withMessage(benchRun(3), { type: "failed", problem }, 0))).toBe(
      "The run has ended with an error. What was measured until then stays: 1 of 7 parts.",
    );
  });
});

test("a part without figures says why", () => {
  expect(emptyWords(benchRun(3))).toBe("Not measured yet.");
  expect(emptyWords(stoppedRun(benchRun(3), 0))).toBe("Not measured: the run was stopped before.");
  const failed = withMessage(benchRun(3), { type: "failed", problem }, 0);
  expect(emptyWords(failed)).toBe("Not measured: the run ended before.");
});

test("losses have the digits that devices share", () => {
  expect(checkText([2.84518343, 2.00765836])).toBe("2.845183 and 2.007658");
});

test("features are those that the engine may use, with the lanes of a subgroup", () => {
  const report = benchRun(1).report!;
  expect(featureText(report)).toBe("shader-f16, subgroups of 32 lanes");
  const device = { ...report.device, subgroupSizes: { min: 4, max: 128 } };
  expect(featureText({ ...report, device })).toBe("shader-f16, subgroups of 4 to 128 lanes");
  const bare = { ...report.device, features: [], subgroupSizes: null };
  expect(featureText({ ...report, device: bare })).toBe("none that the engine uses");
});

test("the processor's step has its figure or its problem", () => {
  const said = [
    fallbackSentence(fallbackRow),
    fallbackSentence({ ...fallbackRow, imagesPerSecond: null, problem: "no wasm" }),
  ];
  expect(said).toEqual([
    "Without WebGPU (wasm, one thread), a step of s5, T = 4, batch 32: 100 images/s, tfjs ops on wasm 20.0; the median pair is 5.00 times as fast.",
    "Without WebGPU (wasm, one thread), a step of s5, T = 4, batch 32: no wasm.",
  ]);
});

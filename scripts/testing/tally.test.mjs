import { expect, test } from "vitest";
import { countPlaywright } from "./playwright-report.mjs";
import { chooseSteps, steps } from "./steps.mjs";
import { judge, nothing, single, skipping, stepLine, summary } from "./tally.mjs";
import { countModules } from "./vitest-reporter.mjs";

test("the last line is the counts, above it skips with reasons, failed steps and the time", () => {
  const results = [
    { name: "lint", counts: single(true) },
    { name: "unit", counts: { passed: 4, failed: 2, skipped: [] } },
    { name: "gpu", counts: skipping("GPU tests", "no adapter") },
  ];
  const { text, isGood } = summary(results, 61_000);
  expect(text.trim().split("\n")).toEqual([
    "1 skipped:",
    "  gpu: GPU tests (no adapter)",
    "Failed: unit",
    "Total time 1 min 1 s",
    "5 passed, 2 failed",
  ]);
  expect(isGood).toBe(false);
});

test("a run in which nothing ran is not good", () => {
  expect(summary([], 0).isGood).toBe(false);
  expect(summary([{ name: "install", counts: nothing }], 0).isGood).toBe(false);
  expect(summary([{ name: "lint", counts: single(true) }], 0).isGood).toBe(true);
});

test("a runner that crashed or wrote no report is one failure", () => {
  expect(judge(null, 0).failed).toBe(1);
  expect(judge({ passed: 3, failed: 0, skipped: [] }, 139)).toMatchObject({ passed: 3, failed: 1 });
  expect(judge({ passed: 3, failed: 2, skipped: [] }, 1).failed).toBe(2);
});

test("a step's line says what happened", () => {
  expect(stepLine("install", nothing, 1200)).toBe("<== install: done (1.2 s)\n");
  expect(stepLine("types", single(false), 1200)).toBe("<== types: 1 FAILED (1.2 s)\n");
});

test("Playwright's tests are counted by outcome, with the reason of a skip", () => {
  const testCase = (status, annotations = []) => ({ status, annotations });
  const spec = (title, ...tests) => ({ title, tests });
  const skip = testCase("skipped", [{ type: "skip", description: "no GPU" }]);
  const suites = [
    {
      title: "a.spec.ts",
      specs: [spec("one", testCase("expected"), testCase("flaky"))],
      suites: [{ title: "inner", specs: [spec("two", testCase("unexpected"), skip)] }],
    },
  ];
  expect(countPlaywright({ errors: [{}], suites })).toEqual({
    passed: 2,
    failed: 2,
    skipped: [{ title: "a.spec.ts > inner > two", reason: "no GPU" }],
  });
});

test("Vitest's tests are counted with errors of files, suites and the run", () => {
  const testCase = (result) => ({ result: () => result, fullName: "t", options: {} });
  const results = [{ state: "passed" }, { state: "failed" }, { state: "skipped", note: "no f16" }];
  const module = {
    errors: () => [new Error("does not load")],
    children: {
      allTests: () => results.map(testCase),
      allSuites: () => [{ errors: () => [new Error("beforeAll")] }],
    },
  };
  expect(countModules([module], [new Error("unhandled")])).toEqual({
    passed: 1,
    failed: 4,
    skipped: [{ title: "t", reason: "no f16" }],
  });
});

test("steps are chosen by name, gpu and e2e mean all of theirs, an unknown name is an error", () => {
  expect(chooseSteps(null)).toEqual(steps);
  expect(chooseSteps("lint,gpu").map(({ name }) => name)).toEqual([
    ...["lint", "gpu:lavapipe", "gpu:swiftshader", "gpu:system", "gpu"],
  ]);
  expect(chooseSteps("e2e").map(({ name }) => name)).toEqual(["e2e:pages", "e2e:training"]);
  expect(() => chooseSteps("lint,lnit")).toThrow("lnit");
});

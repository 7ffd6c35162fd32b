import { expect, test } from "vitest";
import { countPlaywright } from "./playwright-report.mjs";
import { chooseSteps, steps } from "./steps.mjs";
import { judge, lastLines, nothing, single, skipping, stepLine, summary } from "./tally.mjs";
import { countModules } from "./vitest-reporter.mjs";

test("the last line is the counts, above it skips with reasons, what failed and the time", () => {
  const failures = [{ title: "adds", reason: "\u001b[31mexpected 2\u001b[39m\n\nto be 3" }];
  const results = [
    { name: "lint", counts: single(false), lastWords: "\u001b[1m1:1 error\u001b[22m\n" },
    {
      name: "unit",
      counts: { passed: 4, failed: 1, skipped: [], failures },
      lastWords: "1 failed",
    },
    { name: "gpu", counts: skipping("GPU tests", "no adapter"), lastWords: "" },
  ];
  const { text, isGood } = summary(results, 61_000);
  expect(text.trim().split("\n")).toEqual([
    "1 skipped:",
    "  gpu: GPU tests (no adapter)",
    "Failed:",
    "  lint, its last lines:",
    "    1:1 error",
    "  unit: adds",
    "    expected 2",
    "",
    "    to be 3",
    "Total time 1 min 1 s",
    "4 passed, 2 failed",
  ]);
  expect(isGood).toBe(false);
});

test("a failure is told in a dozen lines, a check by the last ones that it wrote", () => {
  const text = Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join("");
  const told = (counts, lastWords) => summary([{ name: "unit", counts, lastWords }], 0).text;
  const failures = [{ title: "adds", reason: text }];
  expect(told({ ...single(false), failures }, "")).toMatch(/line 0\n[^]*line 11\n(?!.*line)/);
  expect(told(single(false), lastLines(text))).toMatch(/lines:\n {4}line 28\n[^]*line 39\n/);
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
  const results = [{ errors: [{ message: "timed out" }] }];
  const testCase = (status, annotations = []) => ({ status, annotations, results });
  const spec = (title, ...tests) => ({ title, tests });
  const skip = testCase("skipped", [{ type: "skip", description: "no GPU" }]);
  const suites = [
    {
      title: "a.spec.ts",
      specs: [spec("one", testCase("expected"), testCase("flaky"))],
      suites: [{ title: "inner", specs: [spec("two", testCase("unexpected"), skip)] }],
    },
  ];
  expect(countPlaywright({ errors: [{ message: "no browser" }], suites })).toEqual({
    passed: 2,
    failed: 2,
    skipped: [{ title: "a.spec.ts > inner > two", reason: "no GPU" }],
    failures: [
      { title: "outside of tests", reason: "no browser" },
      { title: "a.spec.ts > inner > two", reason: "timed out" },
    ],
  });
});

test("Vitest's tests are counted with errors of files, suites and the run", () => {
  const testCase = (result) => ({ result: () => result, fullName: "t", options: {} });
  const failed = { state: "failed", errors: [new Error("expected 2 to be 3")] };
  const results = [{ state: "passed" }, failed, { state: "skipped", note: "no f16" }];
  const module = {
    relativeModuleId: "a.test.ts",
    errors: () => [new Error("does not load")],
    children: {
      allTests: () => results.map(testCase),
      allSuites: () => [{ fullName: "inner", errors: () => [new Error("beforeAll")] }],
    },
  };
  expect(countModules([module], [new Error("unhandled")])).toEqual({
    passed: 1,
    failed: 4,
    skipped: [{ title: "t", reason: "no f16" }],
    failures: [
      { title: "outside of tests", reason: "unhandled" },
      { title: "a.test.ts", reason: "does not load" },
      { title: "inner", reason: "beforeAll" },
      { title: "t", reason: "expected 2 to be 3" },
    ],
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

// A Vitest reporter that writes the counts of tally.mjs to SPIKEFED_REPORT. Vitest's JSON has no
// reasons of skips and no errors outside tests.
import { writeFileSync } from "node:fs";

/** What did not pass: `{ title, reason }` for each test, suite, file and stray error. */
function* failuresOf(modules, unhandledErrors) {
  const told = (title, errors) =>
    errors.map(({ message }) => ({ title, reason: message ?? "no message" }));
  yield* told("outside of tests", unhandledErrors);
  for (const module of modules) {
    yield* told(module.relativeModuleId, module.errors());
    for (const suite of module.children.allSuites()) yield* told(suite.fullName, suite.errors());
    for (const test of module.children.allTests()) {
      const { state, errors = [] } = test.result();
      if (state === "passed" || state === "skipped") continue;
      const [failure = { title: test.fullName, reason: state }] = told(test.fullName, errors);
      yield failure;
    }
  }
}

/** Counts of a finished run; a file that did not load and an error outside tests are failures. */
export function countModules(modules, unhandledErrors) {
  const failures = [...failuresOf(modules, unhandledErrors)];
  const counts = { passed: 0, failed: failures.length, skipped: [], failures };
  for (const test of modules.flatMap((module) => [...module.children.allTests()])) {
    const { state, note } = test.result();
    if (state === "passed") counts.passed += 1;
    if (state !== "skipped") continue;
    counts.skipped.push({ title: test.fullName, reason: note ?? test.options.mode ?? "skip" });
  }
  return counts;
}

export default class CountingReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = countModules(modules, unhandledErrors);
    writeFileSync(process.env.SPIKEFED_REPORT, JSON.stringify(counts));
  }
}

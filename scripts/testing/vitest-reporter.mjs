// A Vitest reporter that writes `{ passed, failed, skipped: [{ title, reason }] }` to
// SPIKEFED_REPORT. Vitest's JSON has no reasons of skips and no errors outside tests.
import { writeFileSync } from "node:fs";

/** Counts of a finished run; a file that did not load and an error outside tests are failures. */
export function countModules(modules, unhandledErrors) {
  const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state, note } = test.result();
      if (state === "passed") counts.passed += 1;
      else if (state === "skipped") {
        counts.skipped.push({ title: test.fullName, reason: note ?? test.options.mode ?? "skip" });
      } else counts.failed += 1;
    }
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  }
  return counts;
}

export default class CountingReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = countModules(modules, unhandledErrors);
    writeFileSync(process.env.SPIKEFED_REPORT, JSON.stringify(counts));
  }
}

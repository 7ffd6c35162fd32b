// Reads Playwright's JSON report.

function* allSpecs(suites, titles = []) {
  for (const suite of suites) {
    const path = [...titles, suite.title];
    for (const spec of suite.specs ?? []) yield { spec, title: [...path, spec.title].join(" > ") };
    yield* allSpecs(suite.suites ?? [], path);
  }
}

const skipReason = ({ annotations }) =>
  annotations.find(({ type }) => type === "skip" || type === "fixme")?.description ?? "skip";

/** `{ passed, failed, skipped: [{ title, reason }] }`; a test that passed on a retry passed. */
export function countPlaywright(report) {
  const counts = { passed: 0, failed: report.errors.length, skipped: [] };
  for (const { spec, title } of allSpecs(report.suites)) {
    for (const test of spec.tests) {
      if (test.status === "skipped") counts.skipped.push({ title, reason: skipReason(test) });
      else if (test.status === "unexpected") counts.failed += 1;
      else counts.passed += 1;
    }
  }
  return counts;
}

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

const failureReason = ({ results }) =>
  results.at(-1)?.errors.find(({ message }) => message)?.message ?? "no message";

/** The counts of tally.mjs; a test that passed on a retry passed. */
export function countPlaywright({ errors, suites }) {
  const failures = errors.map(({ message }) => ({ title: "outside of tests", reason: message }));
  const counts = { passed: 0, failed: failures.length, skipped: [], failures };
  const tests = [...allSpecs(suites)].flatMap(({ spec, title }) =>
    spec.tests.map((test) => ({ test, title })),
  );
  for (const { test, title } of tests) {
    if (test.status === "skipped") counts.skipped.push({ title, reason: skipReason(test) });
    else if (test.status === "unexpected") {
      counts.failed += 1;
      failures.push({ title, reason: failureReason(test) });
    } else counts.passed += 1;
  }
  return counts;
}

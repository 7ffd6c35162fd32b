// Adds up what the steps of `npm test` report.

const seconds = (ms) => (ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : minutes(ms));
const minutes = (ms) => `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

/**
 * The counts of a step that ran a test runner. A runner that failed without a failed test (it
 * crashed, or found none) is one failure.
 *
 * @param counts what the runner's report says, null when it wrote none
 */
export function judge(counts, code) {
  if (counts === null) return { passed: 0, failed: 1, skipped: [] };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** The counts of a step that checks nothing. */
export const nothing = { passed: 0, failed: 0, skipped: [] };

/** The counts of a check that either holds or does not. */
export const single = (holds) => ({
  passed: holds ? 1 : 0,
  failed: holds ? 0 : 1,
  skipped: [],
});

/** Nothing ran, for this reason. */
export const skipping = (title, reason) => ({
  passed: 0,
  failed: 0,
  skipped: [{ title, reason }],
});

/** One line about a finished step. */
export function stepLine(name, { passed, failed, skipped }, ms) {
  const parts = passed > 0 ? [`${passed} passed`] : [];
  if (failed > 0) parts.push(`${failed} FAILED`);
  if (skipped.length > 0) parts.push(`${skipped.length} skipped`);
  if (parts.length === 0) parts.push("done");
  return `<== ${name}: ${parts.join(", ")} (${seconds(ms)})\n`;
}

/** The end of a run: skips with reasons, the steps that failed, the time and, last, the counts. */
export function summary(results, ms) {
  const skips = results.flatMap(({ name, counts }) =>
    counts.skipped.map(({ title, reason }) => `  ${name}: ${title} (${reason})`),
  );
  const broken = results.filter(({ counts }) => counts.failed > 0);
  const sum = (key) => results.reduce((total, { counts }) => total + counts[key], 0);
  const lines = [
    ...(skips.length > 0 ? [`${skips.length} skipped:`, ...skips] : []),
    ...(broken.length > 0 ? [`Failed: ${broken.map(({ name }) => name).join(", ")}`] : []),
    `Total time ${seconds(ms)}`,
    `${sum("passed")} passed, ${sum("failed")} failed`,
  ];
  return {
    text: `\n${lines.join("\n")}\n`,
    isGood: sum("failed") === 0 && sum("passed") > 0,
  };
}

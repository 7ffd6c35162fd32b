// Adds up what the steps of `npm test` report: `{ passed, failed, skipped, failures }`, the last two
// of `{ title, reason }`. A check that holds or not has no `failures`.
import { stripVTControlCharacters } from "node:util";

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

const linesOfFailure = 12;

/** What failed in a step, as it can be read without the pages above it. */
function failureLines({ name, counts: { failed, failures = [] }, lastWords = "" }) {
  const indented = (text, lines) => lines.map((line) => `${text}${line}`.trimEnd());
  const plain = (text) => stripVTControlCharacters(text).trim().split("\n");
  const told = failures.flatMap(({ title, reason }) => [
    `  ${name}: ${title}`,
    ...indented("    ", plain(reason).slice(0, linesOfFailure)),
  ]);
  if (failures.length >= failed) return told;
  return [...told, `  ${name}, its last lines:`, ...indented("    ", plain(lastWords))];
}

/** The last lines of what a step wrote, for a failure that no report describes. */
export const lastLines = (text) =>
  text
    .split("\n")
    .slice(-linesOfFailure - 1)
    .join("\n");

/**
 * The end of a run: skips with reasons, what failed, the time and, last, the counts.
 *
 * @param results `{ name, counts, lastWords }` of each step, the latter what `lastLines` kept
 */
export function summary(results, ms) {
  const skips = results.flatMap(({ name, counts }) =>
    counts.skipped.map(({ title, reason }) => `  ${name}: ${title} (${reason})`),
  );
  const broken = results.filter(({ counts }) => counts.failed > 0);
  const sum = (key) => results.reduce((total, { counts }) => total + counts[key], 0);
  const lines = [
    ...(skips.length > 0 ? [`${skips.length} skipped:`, ...skips] : []),
    ...(broken.length > 0 ? ["Failed:", ...broken.flatMap(failureLines)] : []),
    `Total time ${seconds(ms)}`,
    `${sum("passed")} passed, ${sum("failed")} failed`,
  ];
  return {
    text: `\n${lines.join("\n")}\n`,
    isGood: sum("failed") === 0 && sum("passed") > 0,
  };
}

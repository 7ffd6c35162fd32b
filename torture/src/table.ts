// The results as a table for the terminal.

import type { TrialResult } from "./trial.ts";

export interface Finished extends TrialResult {
  name: string;
  seconds: number;
}

const head = ["trial", "what", "asked", "measured"];

/** Figures of each trial, then every violation, then one line with the outcome. */
export function resultsTable(finished: readonly Finished[]): string {
  const rows = [
    head,
    ...finished.flatMap(({ name, figures, seconds }) => [
      ...figures.map(({ what, asked, measured }) => [name, what, asked ?? "-", measured]),
      [name, "time", "-", `${seconds.toFixed(1)} s`],
    ]),
  ];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const all = finished.flatMap(({ name, violations }) =>
    violations.map((text) => `${name}: ${text}`),
  );
  const outcome = all.length === 0 ? "No violation." : `${all.length} violations:`;
  return ["", ...lines, "", outcome, ...all, ""].join("\n");
}

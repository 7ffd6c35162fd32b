// What an audit found, as lines. Pure.

import { formatCount, plural } from "@spikefed/fl-core";
import type { AuditReport } from "@spikefed/run-store";

/** Of a file with many wrong places the first ones tell enough. */
const MOST_FINDINGS = 20;

export function auditText(folder: string, report: AuditReport): string[] {
  const { findings, records, unrecorded, log, models, updates, averages } = report;
  const shown = findings
    .slice(0, MOST_FINDINGS)
    .map(({ file, why }) => `  WRONG    ${file}: ${why}`);
  const more = findings.length - shown.length;
  return [
    `${folder}: ${findings.length === 0 ? "as it was written" : plural(findings.length, "finding")}`,
    ...shown,
    ...(more > 0 ? [`  WRONG    ${formatCount(more)} more`] : []),
    `  run      ${report.runId ?? "unknown"}`,
    `  records  ${recordWords(records)}`,
    ...(unrecorded > 0
      ? [`           ${plural(unrecorded, "round")} without a record, of an earlier version`]
      : []),
    `  key      ${records.key ?? "none"}`,
    `  head     ${records.head ?? "none"}`,
    `  log      ${plural(log.lines, "line")}, ${formatCount(log.sealed)} of them sealed by a record`,
    `  models   ${ratio(models)} are here, their hashes checked`,
    `  updates  ${ratio(updates)} are here, their hashes checked`,
    `  averages ${averageWords(averages)}`,
  ];
}

const ratio = ({ whole, of }: { whole: number; of: number }) =>
  `${formatCount(whole)} of ${formatCount(of)}`;

function recordWords({ count, rounds }: AuditReport["records"]): string {
  if (count === 0) return "none";
  return `${formatCount(count)} in one chain, ${formatCount(rounds)} of them of rounds`;
}

function averageWords({ same, missing }: AuditReport["averages"]): string {
  const again = `${formatCount(same)} of ${formatCount(same + missing)} computed again`;
  return missing === 0 ? again : `${again}; of the others not all updates and models are here`;
}

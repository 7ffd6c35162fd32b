// Runs with attackers against the same runs without: what each strategy withstands, as Markdown.

import { ATTACKS, type AttackKind, SpikefedError } from "@spikefed/protocol";

import { flatSettings } from "./data/flat-settings.ts";
import type { ReportData } from "./data/report-data.ts";
import { newestFigures } from "./data/round-figures.ts";
import { strategyFeature } from "./data/setting-words.ts";
import { markdownTable } from "./page/markdown.ts";
import { NOT_MEASURED, percentText } from "./page/words.ts";
import { mean } from "./statistics.ts";

/** A strategy withstands an attack that costs it no more accuracy than this. */
export const ALLOWED_LOSS = 0.03;
/** Figures are shares of whole pictures: less than that is rounding. */
const TINY = 1e-9;

/** A strategy under a share of attackers; accuracies are means over seeds, 0..1, null: not measured. */
interface AttackRow {
  strategy: string;
  share: number;
  /** The same without attackers. */
  clean: number | null;
  attacked: Map<AttackKind, number | null>;
}

/**
 * A row for each strategy and share of attackers, a column for each attack: the last accuracy, and
 * how many points it lies from the same strategy's without attackers. Cells that lose more than
 * `ALLOWED_LOSS`, and runs that came to no accuracy, are named below the table.
 *
 * @throws {SpikefedError} `report/attacks` for runs that differ in more than strategy, attackers and
 *   seed, and where none has attackers.
 */
export function renderAttacks(runs: readonly ReportData[]): string {
  const rows = attackRows(runs);
  const columns = [
    { title: "strategy", kind: "words" as const },
    ...["attackers", "clean", ...ATTACKS].map((title) => ({ title, kind: "number" as const })),
  ];
  const cells = rows.map(({ strategy, share, clean, attacked }) => [
    ...[strategy, percentText(share), percentText(clean)],
    ...ATTACKS.map((kind) => cellText(attacked.get(kind) ?? null, clean)),
  ]);
  const table = markdownTable({ caption: "", columns, rows: cells });
  return `${table}\n${verdict(rows)}\n`;
}

function attackRows(runs: readonly ReportData[]): AttackRow[] {
  checkAlike(runs);
  const { words } = strategyFeature(runs);
  const shares = runs.flatMap(({ settings }) => settings.attackers?.share ?? []);
  const strategies = [...new Set(runs.map(words))];
  const ascending = [...new Set(shares)].sort((a, b) => a - b);
  return strategies.flatMap((strategy) => {
    const own = runs.filter((run) => words(run) === strategy);
    const clean = lastAccuracy(own.filter(({ settings }) => settings.attackers === null));
    return ascending.map((share) => ({
      ...{ strategy, share, clean },
      attacked: new Map(ATTACKS.map((kind) => [kind, lastAccuracy(own.filter(by(kind, share)))])),
    }));
  });
}

const by =
  (kind: AttackKind, share: number) =>
  ({ settings: { attackers } }: ReportData): boolean =>
    attackers?.kind === kind && attackers.share === share;

/** `minReports` follows from the strategy. */
const FREE = ["strategy.", "attackers", "seed", "minReports"];

function checkAlike(runs: readonly ReportData[]): void {
  const keys = new Map<string, string>();
  const others = runs.flatMap(({ settings, dataset }) => [
    ...flatSettings(settings).filter(([key]) => !FREE.some((free) => key.startsWith(free))),
    ["dataset", dataset.sha256] as const,
  ]);
  for (const [key, value] of others) {
    const before = keys.get(key) ?? value;
    if (before !== value) throw wrong(`${key} is ${before} in one run and ${value} in another`);
    keys.set(key, value);
  }
  if (runs.every(({ settings }) => settings.attackers === null)) throw wrong("none has attackers");
}

const wrong = (why: string) => new SpikefedError("report/attacks", { why });

/** Null: not all of the runs were judged, or there are none. */
function lastAccuracy(runs: readonly ReportData[]): number | null {
  const known = runs.flatMap(({ ended, rounds }) =>
    ended === null ? [] : (newestFigures(rounds)?.accuracy ?? []),
  );
  return known.length === 0 || known.length < runs.length ? null : mean(known);
}

function cellText(accuracy: number | null, clean: number | null): string {
  if (accuracy === null) return NOT_MEASURED;
  return clean === null
    ? percentText(accuracy)
    : `${percentText(accuracy)} (${points(accuracy - clean)})`;
}

const points = (difference: number): string =>
  `${difference > 0 ? "+" : ""}${(100 * difference).toFixed(1)}`;

function verdict(rows: readonly AttackRow[]): string {
  const measured = rows.flatMap(({ strategy, share, clean, attacked }) =>
    [...attacked].flatMap(([kind, accuracy]) =>
      accuracy === null || clean === null
        ? []
        : { name: `${strategy} under ${percentText(share)} ${kind}`, loss: clean - accuracy },
    ),
  );
  const failing = measured.filter(({ loss }) => loss > ALLOWED_LOSS + TINY);
  const held = measured.length - failing.length;
  const names = failing.map(({ name, loss }) => `* ${name}: ${points(-loss)}\n`);
  const first = `${held} of ${measured.length} measured cells lie within ${100 * ALLOWED_LOSS} points of the same strategy without attackers.`;
  return names.length === 0 ? first : `${first} Not these:\n\n${names.join("")}`.trimEnd();
}

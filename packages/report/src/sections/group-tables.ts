// What groups of runs reached, what differs between them, and each run by itself.

import { plural } from "@spikefed/fl-core";
import type { ArithmeticName } from "@spikefed/snn-core";

import {
  differingSettings,
  finalLoss,
  finalRounds,
  finalSpread,
  finalValidation,
  hasValidation,
  type RunGroup,
  type Spread,
} from "../data/comparison.ts";
import type { ReportData } from "../data/report-data.ts";
import { newestFigures, wilsonOf } from "../data/round-figures.ts";
import { markup, type Markup } from "../page/markup.ts";
import { type Cell, paragraph, section, type Table, table } from "../page/table.ts";
import {
  bytesText,
  intervalText,
  listText,
  lossText,
  NOT_MEASURED,
  percentText,
  pointsText,
  ratioText,
} from "../page/words.ts";

const number = (title: string) => ({ title, kind: "number" as const });
const words = (title: string) => ({ title, kind: "words" as const });
const named = (label: string): Markup => markup`<bdi>${label}</bdi>`;

/** Of the energy estimates, as columns name them. */
const arithmetics = { float: "float32", integer: "int32" } as const satisfies Record<
  string,
  ArithmeticName
>;

export const resultSection = (groups: readonly RunGroup[]): Markup =>
  section("results", "What each group reached", [
    table(resultTable(groups)),
    ...cautions(groups).map((text) => paragraph(text)),
  ]);

export function resultTable(groups: readonly RunGroup[]): Table {
  return {
    caption: "Last measured accuracy of each run, on held-out pictures",
    columns: [
      words("Group"),
      ...["Runs", "Mean", "Standard deviation", "95 % interval"].map(number),
      words("Interval of"),
      ...(hasValidation(groups) ? [number("Validation pictures, mean")] : []),
      ...["Loss, mean", "Rounds", "Bytes up, mean", "Bytes down, mean"].map(number),
      ...Object.keys(arithmetics).map((kind) =>
        number(`Estimated energy: twin by spiking, ${kind}, mean`),
      ),
    ],
    rows: groups.map((group) => resultRow(group, hasValidation(groups))),
  };
}

function resultRow(group: RunGroup, isValidated: boolean): Cell[] {
  const spread = finalSpread(group);
  const energies = Object.values(arithmetics).map((name) =>
    meanOf(group.runs.map((run) => ratioOf(run, name))),
  );
  return [
    named(group.label),
    `${spread.runs} of ${group.runs.length}`,
    ...[percentText(spread.mean), pointsText(spread.deviation), intervalText(spread.interval)],
    intervalWords(spread),
    ...(isValidated ? [percentText(finalValidation(group).mean)] : []),
    ...[lossText(finalLoss(group).mean), listText(finalRounds(group))],
    ...[bytesText(meanOf(group.runs.map(bytesUp))), downText(group)],
    ...energies.map((ratio) => ratioText(ratio)),
  ];
}

const bytesUp = ({ rounds }: ReportData): number =>
  rounds.reduce((sum, round) => sum + round.bytesUp, 0);

/** Where nobody counted it is computed, and says so. */
function downText({ runs }: RunGroup): string {
  const isCounted = runs.every(({ rounds }) => rounds.every((round) => round.isDownCounted));
  const sums = runs.map(({ rounds }) => rounds.reduce((sum, round) => sum + round.bytesDown, 0));
  return `${bytesText(meanOf(sums))}${isCounted ? "" : " (computed)"}`;
}

/** Of the twin's estimated energy to the spiking network's, in this arithmetic. */
const ratioOf = ({ firing }: ReportData, name: ArithmeticName): number | null =>
  firing.energy.totals.find(({ arithmetic }) => arithmetic.name === name)?.ratio ?? null;

/** null when one is missing. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

const intervalWords = ({ kind, runs }: Spread): string => {
  if (kind === "student") return `the mean of ${runs} runs (Student’s t)`;
  return kind === "wilson" ? "one run’s accuracy (Wilson)" : NOT_MEASURED;
};

/** What a reader would otherwise take for a result. */
export function cautions(groups: readonly RunGroup[]): string[] {
  const ofGroups = groups.flatMap((group) => {
    const { label, runs } = group;
    const rounds = finalRounds(group);
    const seeds = new Set(runs.map(({ settings }) => settings.seed));
    const judged = finalSpread(group).runs;
    return [
      ...(rounds.length > 1 ? [`${label}: the runs end in different rounds.`] : []),
      ...(judged === 1 ? [`${label}: one run says nothing about the spread over seeds.`] : []),
      ...(judged < runs.length ? [`${label}: not every run was judged.`] : []),
      ...(seeds.size < runs.length ? [`${label}: some runs have the same seed.`] : []),
    ];
  });
  return [...buildCaution(groups), ...ofGroups];
}

/** One flipped bit changes all behind it, so figures of two builds are no exact comparison. */
function buildCaution(groups: readonly RunGroup[]): string[] {
  const builds = groups.flatMap(({ runs }) => runs.flatMap((run) => run.builds ?? []));
  const names = new Set(builds.map(({ source }) => source));
  return names.size > 1
    ? [`The runs were made by ${names.size} builds: sums may be rounded otherwise in each.`]
    : [];
}

export function comparedSection(groups: readonly RunGroup[]): Markup {
  const differing = differingSettings(groups);
  const parts =
    differing.length === 0
      ? [paragraph("All runs have the same settings, seeds apart.")]
      : [differenceTable(groups, differing), ...mixedLines(groups, differing)];
  return section("compared", "What is compared", [dataLine(groups), ...parts]);
}

type Differing = ReturnType<typeof differingSettings>;

const differenceTable = (groups: readonly RunGroup[], differing: Differing): Markup =>
  table({
    caption: "Settings that differ",
    columns: [
      words("Setting"),
      ...groups.map(({ label }) => ({ ...words(""), title: named(label) })),
    ],
    rows: differing.map(({ key, values }) => [key, ...values.map((group) => group.join(" or "))]),
  });

function mixedLines(groups: readonly RunGroup[], differing: Differing): Markup[] {
  return groups.flatMap(({ label }, i) => {
    const keys = differing.filter(({ values }) => values[i]!.length > 1).map(({ key }) => key);
    if (keys.length === 0) return [];
    return [paragraph(`${label}: its own runs differ in ${keys.join(", ")}.`)];
  });
}

function dataLine(groups: readonly RunGroup[]): Markup {
  const runs = groups.flatMap((group) => group.runs);
  const sets = new Map(runs.map(({ dataset }) => [dataset.sha256, dataset.name]));
  const names = [...sets].map(([sha256, name]) => `${name} (sha256 ${sha256})`);
  const same = sets.size > 1 ? " The groups were not all trained on the same pictures." : "";
  return paragraph(
    `${plural(runs.length, "run")} in ${plural(groups.length, "group")}, on ${names.join("; ")}.${same}`,
  );
}

export function runsSection(groups: readonly RunGroup[]): Markup {
  const rows = groups.flatMap(({ label, runs }) => runs.map((run) => runRow(label, run)));
  const runs = table({
    caption: "Runs",
    columns: [
      ...[words("Group"), words("Run"), number("Seed"), number("Round"), number("Accuracy")],
      ...[number("95 % Wilson interval"), number("Loss"), words("Executor and adapter")],
      words("Command"),
    ],
    rows,
  });
  return section("runs", "Run by run", [runs]);
}

function runRow(label: string, run: ReportData): Cell[] {
  const newest = newestFigures(run.rounds);
  return [
    ...[named(label), named(run.title), run.settings.seed, newest?.round ?? null],
    ...[percentText(newest?.accuracy ?? null), intervalText(newest && wilsonOf(newest))],
    ...[lossText(newest?.loss ?? null), run.adapter],
    run.command === null ? null : markup`<code>${run.command}</code>`,
  ];
}

// What a whole benchmark must show: the bars, and every row that lies under one. Pure.

import type { BenchReport, KernelRow, MarkKind, StepRow } from "@spikefed/snn-core/bench-figures";

/** Times as fast as tfjs's ops, at the same batch in turns. */
const RATIO = 10;
/** Models of which it is asked. */
const MODELS = ["s5", "vgg9"];
/** Least share of the matrix product, of convolutions. */
const SHARES: Partial<Record<MarkKind, number>> = {
  forward: 0.6,
  "filter-gradient": 0.6,
  "input-gradient": 0.5,
};
const DISPATCHES = 120;
/**
 * Bytes of GPU buffers: of the model, its gradients and scratch, and of each picture of a batch. Of
 * `vgg9`, T = 20, 220 MB at batch 8 and 604 MB at batch 32.
 */
const MODEL_BYTES = 92e6;
const PICTURE_BYTES = 16e6;
/** Where a batch is small, what does not depend on it is the most. */
const LEAST_BYTES = 160e6;

/** Bars that a report does not reach, a sentence each; what was not measured reaches none. */
export function shortcomings(report: BenchReport): string[] {
  const { kernels, steps, evaluations, fallback } = report;
  const rows = kernels.map(({ name, problem }) => ({ name, problem }));
  rows.push(...steps.map((row) => ({ name: stepName(row), problem: row.problem })));
  rows.push(...evaluations.map(({ preset, problem }) => ({ name: `judging ${preset}`, problem })));
  if (fallback) rows.push({ name: "step on the processor", problem: fallback.problem });
  return [
    ...rows.flatMap(({ name, problem }) =>
      problem === null ? [] : [`${name}: not timed (${problem})`],
    ),
    ...shares(kernels),
    ...MODELS.flatMap((preset) => ratio(preset, steps)),
    ...steps.flatMap(needs),
  ];
}

const stepName = ({ preset, timesteps, batch }: StepRow): string =>
  `step of ${preset}, T = ${timesteps}, batch ${batch}`;

function shares(kernels: readonly KernelRow[]): string[] {
  const judged = kernels.filter(({ kind, problem }) => kind in SHARES && problem === null);
  const none = Object.keys(SHARES).flatMap((kind) =>
    kernels.some((row) => row.kind === kind) ? [] : [`no kernel of kind ${kind} was measured`],
  );
  return [
    ...none,
    ...judged.flatMap(({ name, kind, ceilingShare }) =>
      under(`${name}: share of the matrix product`, ceilingShare, SHARES[kind]!, percent),
    ),
  ];
}

/** Only rows with one batch on both sides are like for like. */
function ratio(preset: string, steps: readonly StepRow[]): string[] {
  const paired = steps.filter((row) => row.preset === preset && row.tfjs?.batch === row.batch);
  if (paired.length === 0) return [`step of ${preset}: no ratio at one batch was measured`];
  return paired.flatMap((row) =>
    under(`${stepName(row)}: ratio against the tfjs ops`, row.tfjsRatio, RATIO, times),
  );
}

/** What a step takes from the device. */
function needs(row: StepRow): string[] {
  if (row.problem !== null) return [];
  const { batch, dispatches, peakBytes } = row;
  const allowed = Math.max(LEAST_BYTES, MODEL_BYTES + batch * PICTURE_BYTES);
  return [
    ...over(`${stepName(row)}: dispatches`, dispatches, DISPATCHES, String),
    ...over(`${stepName(row)}: peak of buffers`, peakBytes, allowed, megabytes),
  ];
}

type Words = (value: number) => string;

function under(what: string, value: number | null, least: number, words: Words): string[] {
  if (value !== null && value >= least) return [];
  return [`${what} is ${told(value, words)}, at least ${words(least)} is wanted`];
}

function over(what: string, value: number | null, most: number, words: Words): string[] {
  if (value !== null && value <= most) return [];
  return [`${what} is ${told(value, words)}, at most ${words(most)} is allowed`];
}

const told = (value: number | null, words: Words) =>
  value === null || !Number.isFinite(value) ? "not measured" : words(value);

const percent: Words = (value) => `${(100 * value).toFixed(1)} %`;
const times: Words = (value) => `${value.toFixed(2)} times`;
const megabytes: Words = (value) => `${(value / 1e6).toFixed(0)} MB`;

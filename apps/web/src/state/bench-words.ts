// What the benchmark page says: one sentence a phase.

import {
  type BenchPhase,
  type BenchReport,
  digits,
  type FallbackRow,
} from "@spikefed/snn-core/bench-figures";
import type { DeviceProbe } from "@spikefed/snn-core/probe";
import type { BenchRun } from "./bench-run.ts";
import { plural, seconds } from "./format.ts";

export const SOFTWARE = "software: its figures are not those of a GPU";

/** Which adapter is measured; null: none can be. */
export function adapterSentence(probe: DeviceProbe | null): string | null {
  if (probe === null) return "This device: checking.";
  const { kind, label } = probe;
  if (kind === "cpu") return null;
  return `This device: ${label}${kind === "gpu" ? "" : `, ${SOFTWARE}`}.`;
}

const phaseSentences: Record<BenchPhase, string> = {
  check: "Training two fixed steps, to be compared with other devices.",
  ceiling: "Measuring the most that this adapter does.",
  tuning: "Trying kernel variants, each checked before it is timed.",
  kernels: "Measuring kernels, ours and those of tfjs in turns.",
  steps: "Measuring whole training steps.",
  evaluations: "Measuring how fast pictures are judged.",
  fallback: "Measuring a training step on the processor.",
};

/** Changes once a phase, so that a screen reader hears one sentence for each. */
export function benchSentence(run: BenchRun | null): string {
  if (run === null) return "Nothing is measured yet.";
  switch (run.outcome) {
    case "running":
      return run.phase === null ? "Loading the benchmark." : phaseSentences[run.phase];
    case "done":
      return doneSentence(run);
    case "stopped":
      return `Stopped. ${keptSentence(run)}`;
    case "failed":
      return `The run has ended with an error. ${keptSentence(run)}`;
  }
}

function doneSentence({ mode, report, startedMs, endedMs }: BenchRun): string {
  const time = seconds(((endedMs ?? startedMs) - startedMs) / 1000);
  if (mode === "check" || report === null) return `The check is done, in ${time}.`;
  const { kernels, steps, evaluations } = report;
  const counts = [plural(kernels.length, "kernel"), plural(steps.length, "step")];
  const judged = plural(evaluations.length, "evaluation");
  const measured = `${counts.join(", ")} and ${judged}`;
  const failed = [...kernels, ...steps, ...evaluations].filter(
    ({ problem }) => problem !== null,
  ).length;
  const but =
    failed === 0
      ? ""
      : ` ${plural(failed, "row has no time and says", "rows have no time and say")} why.`;
  return `Done: ${measured} in ${time}.${but}`;
}

function keptSentence({ done, total, report }: BenchRun): string {
  if (report === null || done === 0) return "Nothing was measured until then.";
  return `What was measured until then stays: ${done} of ${plural(total, "part")}.`;
}

/** Why a part of the page has no figures. */
export function emptyWords(run: BenchRun): string {
  if (run.outcome === "running") return "Not measured yet.";
  if (run.outcome === "done") return "Not measured.";
  return run.outcome === "stopped"
    ? "Not measured: the run was stopped before."
    : "Not measured: the run ended before.";
}

/** All digits that devices should share, and some that they need not. */
export const checkText = (losses: readonly number[]): string =>
  losses.map((loss) => loss.toFixed(6)).join(" and ");

/** "shader-f16, subgroups of 32 lanes", as far as the engine may use it. */
export function featureText({ device }: BenchReport): string {
  const { features, subgroupSizes: sizes } = device;
  const words = features.map((name) => {
    if (name !== "subgroups" || sizes === null) return name;
    const lanes = sizes.min === sizes.max ? sizes.min : `${sizes.min} to ${sizes.max}`;
    return `subgroups of ${lanes} lanes`;
  });
  return words.length === 0 ? "none that the engine uses" : words.join(", ");
}

/** What the processor alone does, as a device without WebGPU would train. */
export function fallbackSentence(row: FallbackRow): string {
  const { preset, timesteps, batch, imagesPerSecond, tfjs, tfjsRatio, problem } = row;
  const what = `Without WebGPU (wasm, one thread), a step of ${preset}, T = ${timesteps}, batch ${batch}`;
  if (problem !== null) return `${what}: ${problem}.`;
  const theirs = `tfjs ops on wasm ${digits(tfjs?.imagesPerSecond ?? null)}`;
  const ratio = `the median pair is ${digits(tfjsRatio)} times as fast`;
  return `${what}: ${digits(imagesPerSecond)} images/s, ${theirs}; ${ratio}.`;
}

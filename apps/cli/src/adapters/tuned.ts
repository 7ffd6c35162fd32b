// The kernel variants that the tuner chooses on this process's adapter, as a volunteer runs them.

import {
  activateBackend,
  gpuDevice,
  PATIENT_TUNING_MS,
  tuneEngine,
  type Tuning,
  type TuningReport,
  webgpuAdapter,
} from "@spikefed/snn-core";

export interface TunedKernels {
  tuning: Tuning;
  /** What was chosen. */
  words: string;
}

/** @throws {SnnError} `gpu/missing` without an adapter. */
export async function tunedKernels(): Promise<TunedKernels> {
  await activateBackend("webgpu");
  const report = await tuneEngine({
    ...{ device: gpuDevice(), adapter: webgpuAdapter() ?? "", budgetMs: PATIENT_TUNING_MS },
    now: () => performance.now(),
  });
  return { tuning: report.tuning, words: chosenWords(report) };
}

/** The chosen variants, in one line. */
export function chosenWords({ tried }: Pick<TuningReport, "tried">): string {
  const chosen = tried.filter(({ isChosen }) => isChosen);
  if (chosen.length === 0) return "the plain kernels, since none could be timed";
  return chosen.map(({ kernel, variant }) => `${kernel}: ${variant}`).join("; ");
}

// Which kernel variants run: kept from an earlier visit, measured now, plain, or named by a person.

import { SpikefedError } from "@spikefed/protocol";
import type { TuningReport } from "@spikefed/snn-core";

import type { DeviceCore } from "./core.ts";
import type { ChosenTuning, PrepareOptions } from "./options.ts";

/** A choice and the report behind it, to be kept when the self-test is passed. */
export interface TuningChoice {
  chosen: ChosenTuning;
  report: TuningReport | null;
}

export const plainChoice = ({ plainTuning: tuning }: DeviceCore): TuningChoice => ({
  chosen: { tuning, source: "plain", ms: null },
  report: null,
});

/** The tuner takes three seconds; a device that hangs in it has the self-test before it. */
const DEADLINE_MS = 30_000;

/** @throws {SpikefedError} `volunteer/option` for a report that is not of this adapter. */
export async function chooseTuning(
  { tuning: wish, probe, store, now, rest, onProgress }: PrepareOptions,
  core: DeviceCore,
): Promise<TuningChoice> {
  const { label: adapter } = probe;
  if (wish === "plain") return plainChoice(core);
  if (wish !== "auto") {
    const report = core.readTuning(wish.report, adapter);
    if (report !== null) return choiceOf(report, "given");
    const allowed = `plain, auto or a report for "${adapter}"`;
    throw new SpikefedError("volunteer/option", { option: "tuning", got: wish.name, allowed });
  }
  const kept = core.readTuning(await store.load(adapter).catch(() => null), adapter);
  if (kept !== null) return choiceOf(kept, "kept");
  // Software compiles each variant for longer than a faster one could save.
  if (probe.kind === "software-gpu") return plainChoice(core);
  onProgress("tuning");
  // A device on which nothing can be measured has the self-test before it: it says what is wrong.
  const measured = core.tune(adapter, now).catch(() => null);
  const report = await Promise.race([measured, rest(DEADLINE_MS).then(() => null)]);
  return report === null ? plainChoice(core) : choiceOf(report, "measured");
}

const choiceOf = (report: TuningReport, source: ChosenTuning["source"]): TuningChoice => ({
  chosen: { tuning: report.tuning, source, ms: report.ms },
  report,
});

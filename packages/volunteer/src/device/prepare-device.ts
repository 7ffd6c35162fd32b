// From what a device offers to an executor that is known to compute right: choose, tune, test. What
// computes wrongly trains on the processor instead, and says so.

import {
  canLearnBy,
  type ExecutorChoice,
  type Tuning,
  type TuningReport,
} from "@spikefed/snn-core";

import { factOf } from "../report-error.ts";
import type { GoldenCase } from "../self-test/golden-case.ts";
import { selfTest, type SelfTestResult } from "../self-test/self-test.ts";
import { chooseTuning, plainChoice, type TuningChoice } from "./choose-tuning.ts";
import { type DeviceCore, type OnCompile, snnCore } from "./core.ts";
import type { PreparedDevice, PrepareOptions } from "./options.ts";

/** A hung device is given up after so long; software compiles for a long time. */
const DEADLINES_MS = { gpu: 20_000, "software-gpu": 120_000 } as const;

/**
 * @throws {SnnError} `gpu/kernels` for an executor that does not exist.
 * @throws {SpikefedError} `volunteer/option` for a tuning that is not of this adapter.
 */
export async function prepareDevice(options: PrepareOptions): Promise<PreparedDevice> {
  const { probe, wanted, isRemembered = false, now, core = snnCore } = options;
  const choice = await core.chooseExecutor(probe, { wanted, now });
  const prepared = await tested(options, core, choice);
  const insists = wanted !== undefined && !isRemembered;
  return insists ? prepared : { ...prepared, trainer: byRule(core, prepared) };
}

/** A rule that the prepared executor does not compute is learned by on the processor. */
function byRule(
  core: DeviceCore,
  { executor, trainer }: PreparedDevice,
): PreparedDevice["trainer"] {
  const onWasm = makerOf(core, { executor: "kernels", backend: "wasm" });
  return (spec, rule, onSign) =>
    canLearnBy(executor, rule ?? "surrogate-bptt")
      ? trainer(spec, rule, onSign)
      : onWasm(spec, rule, onSign);
}

async function tested(
  options: PrepareOptions,
  core: DeviceCore,
  choice: ExecutorChoice,
): Promise<PreparedDevice> {
  const { probe } = options;
  if (choice.backend !== "webgpu" || probe.kind === "cpu") return untested(core, choice);
  const first = choice.executor === "engine" ? await chooseTuning(options, core) : null;
  options.onProgress("testing");
  const test = await testerOf(options, choice, core, DEADLINES_MS[probe.kind]);
  const result = await test(first);
  if (result.problem === null) return passed(options, core, choice, first, result);
  if (first !== null && first.chosen.source !== "plain" && !result.isHung) {
    const second = await test(plainChoice(core));
    if (second.problem === null) {
      const trains = await passed(options, core, choice, plainOf(first, core), second);
      return plainSince(result.problem, trains);
    }
  }
  return onProcessor(core, result.problem);
}

/** A report whose choice did not pass: the plain variants instead. */
const withPlain = (report: TuningReport, tuning: Tuning): TuningReport => ({
  ...report,
  tuning,
  tried: report.tried.map((one) => ({ ...one, isChosen: false })),
});

/** What a person handed in is theirs to correct: it decides nothing about later visits. */
function plainOf({ chosen, report }: TuningChoice, core: DeviceCore): TuningChoice {
  const isOurs = chosen.source !== "given";
  const kept = isOurs && report ? withPlain(report, core.plainTuning) : null;
  return { ...plainChoice(core), report: kept };
}

/** @param kernelProblem of the chosen kernels, instead of which plain ones train */
function plainSince(kernelProblem: string, prepared: PreparedDevice): PreparedDevice {
  const why = `${prepared.why}; plain kernels, since with the chosen ones ${kernelProblem}`;
  return { ...prepared, why, kernelProblem };
}

type Tester = (tuning: TuningChoice | null) => Promise<SelfTestResult>;

/** Without its cases the test cannot be passed: an untested device does not train. */
async function testerOf(
  { loadCases, now, rest }: PrepareOptions,
  choice: ExecutorChoice,
  core: DeviceCore,
  deadlineMs: number,
): Promise<Tester> {
  let cases: GoldenCase[];
  try {
    cases = await loadCases();
  } catch (error) {
    const problem = `this graphics device could not be tested (${factOf(error)})`;
    return () => Promise.resolve({ problem, isHung: true, ms: 0 });
  }
  return (tuning) =>
    selfTest({ cases, make: makerOf(core, choice, tuning?.chosen.tuning), now, rest, deadlineMs });
}

const makerOf =
  (
    core: DeviceCore,
    { executor, backend }: Pick<ExecutorChoice, "executor" | "backend">,
    tuning?: Tuning,
    hear?: OnCompile,
  ): PreparedDevice["trainer"] =>
  (spec, rule, onSign) => {
    const onCompile: OnCompile = (done, total) => {
      hear?.(done, total);
      onSign?.();
    };
    return core.createExecutor({
      spec,
      executor,
      backend,
      rule,
      ...(tuning && { tuning }),
      ...((hear ?? onSign) && { onCompile }),
    });
  };

async function passed(
  { store, onCompile }: PrepareOptions,
  core: DeviceCore,
  choice: ExecutorChoice,
  tuning: TuningChoice | null,
  { ms }: SelfTestResult,
): Promise<PreparedDevice> {
  const { chosen, report } = tuning ?? { chosen: null, report: null };
  const isNew = chosen?.source === "measured" || chosen?.source === "plain";
  // What cannot be kept is measured again at the next visit.
  if (report !== null && isNew) await store.save(report).catch(() => undefined);
  return {
    ...choice,
    ...{ tuning: chosen, problem: null, kernelProblem: null, selfTestMs: ms },
    trainer: makerOf(core, choice, chosen?.tuning, onCompile),
  };
}

type Choice = Pick<PreparedDevice, "executor" | "backend" | "reason" | "why">;

function untested(core: DeviceCore, choice: Choice): PreparedDevice {
  return {
    ...choice,
    ...{ tuning: null, problem: null, kernelProblem: null, selfTestMs: null },
    trainer: makerOf(core, choice),
  };
}

function onProcessor(core: DeviceCore, problem: string): PreparedDevice {
  const reason = { kind: "failed" } as const;
  const why = `${problem}: the processor trains instead`;
  return { ...untested(core, { executor: "kernels", backend: "wasm", reason, why }), problem };
}

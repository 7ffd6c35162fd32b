// What preparing a device is given, and what comes out.

import type {
  BackendName,
  DeviceProbe,
  Executor,
  ExecutorName,
  ExecutorReason,
  ModelSpec,
  RuleKind,
  Tuning,
  TuningReport,
} from "@spikefed/snn-core";

import type { GoldenCase } from "../self-test/golden-case.ts";
import type { DeviceCore, OnCompile } from "./core.ts";

/** Keeps what was measured for the next visit; both may reject. */
export interface TuningStore {
  load: (adapter: string) => Promise<unknown>;
  save: (report: TuningReport) => Promise<void>;
}

/** `auto`: kept or measured; `plain`: no choice; a report that a person names. */
export type TuningWish = "auto" | "plain" | { name: string; report: unknown };

/** `tuning`: kernel variants are timed; `testing`: the device is held against PyTorch's answers. */
export type PrepareStep = "tuning" | "testing";

export interface PrepareOptions {
  probe: DeviceProbe;
  /** `executor/backend` or an executor alone, when a person insists. */
  wanted: string | undefined;
  /** `wanted` was chosen at an earlier visit, and no person insists on it. */
  isRemembered?: boolean;
  tuning: TuningWish;
  store: TuningStore;
  /** PyTorch's answers, for the self-test. */
  loadCases: () => Promise<GoldenCase[]>;
  /** A clock in milliseconds. */
  now: () => number;
  rest: (ms: number) => Promise<void>;
  /** What is being done. */
  onProgress: (step: PrepareStep) => void;
  /** While a trainer of the engine compiles. */
  onCompile?: OnCompile | undefined;
  /** Default: snn-core's. */
  core?: DeviceCore;
}

/** The kernel variants that run. */
export interface ChosenTuning {
  tuning: Tuning;
  source: "measured" | "kept" | "plain" | "given";
  /** What measuring took, now or then; null: nothing was measured. */
  ms: number | null;
}

/** `failed`: the graphics device did not pass the self-test, `problem` says how. */
export type DeviceReason = ExecutorReason | { kind: "failed" };

export interface PreparedDevice {
  executor: ExecutorName;
  backend: BackendName;
  reason: DeviceReason;
  /** The reason as one sentence part for people, in English. */
  why: string;
  /** Null: this executor has no variants. */
  tuning: ChosenTuning | null;
  /** What the self-test found wrong with the graphics device; null: nothing, or it has not run. */
  problem: string | null;
  /** What it found wrong with the chosen kernels, so that plain ones run; null: nothing. */
  kernelProblem: string | null;
  /** What the self-test took that was passed; null: none was. */
  selfTestMs: number | null;
  /**
   * For `VolunteerOptions.trainer`: this executor, or for a rule that it does not compute
   * `kernels/wasm`, unless a person insists on this one; the executor tells its name.
   *
   * @throws {SnnError} `train/rule` where one insists.
   */
  trainer: (spec: ModelSpec, rule?: RuleKind, onSign?: () => void) => Promise<Executor>;
}

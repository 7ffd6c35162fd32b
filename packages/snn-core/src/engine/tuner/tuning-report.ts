// What the tuner found on an adapter, as data that is kept, shown and read back. Pure.

import { plainTuning, type Tuning, withFirst } from "../plan/tuning.ts";
import { candidates } from "./candidates.ts";

/** Raised when kernels or candidates change: what was kept before is measured again. */
export const TUNING_VERSION = 8;

/** One variant that was tried. */
export interface TriedVariant {
  kernel: keyof Tuning;
  /** In words. */
  variant: string;
  /** Of the trial layer: of a run alone where near ones met again, else of some in a row; null: not timed. */
  ms: number | null;
  /** Why it cannot be chosen; null: it is right. */
  problem: string | null;
  isChosen: boolean;
}

/** The variants that were chosen for an adapter, and all that were tried. */
export interface TuningReport {
  version: number;
  adapter: string;
  tuning: Tuning;
  /** What it took, in milliseconds. */
  ms: number;
  tried: TriedVariant[];
}

/** Sizes of subgroups that devices have; 0: none. */
const LANES = [0, 4, 8, 16, 32, 64, 128];

/**
 * A report that was kept, checked: of this version and adapter, with variants that the tuner could
 * have chosen. Null when it is not: then it is measured again.
 */
export function readTuning(value: unknown, adapter: string): TuningReport | null {
  if (!isRecord(value) || value["version"] !== TUNING_VERSION || value["adapter"] !== adapter)
    return null;
  const { tuning, ms, tried } = value;
  if (!isRecord(tuning) || typeof ms !== "number" || !Array.isArray(tried)) return null;
  const known = LANES.flatMap(candidates);
  // A first layer that no time was left for runs what hidden layers do.
  const allowed: Partial<Record<keyof Tuning, keyof Tuning>> = {
    packedConvFirst: "packedConv",
    weightGradientFirst: "weightGradient",
  };
  const isKnown = (kernel: keyof Tuning) =>
    (tuning[kernel] === null && plainTuning[kernel] === null) ||
    known.some(
      (one) =>
        (one.kernel === kernel || one.kernel === allowed[kernel]) &&
        isSame(one.variant, tuning[kernel]),
    );
  const kernels = Object.keys(plainTuning) as (keyof Tuning)[];
  return kernels.every(isKnown) && tried.every(isTried) ? (value as unknown as TuningReport) : null;
}

/** Versions that knew no variants for first layers, or none for pictures as floats. */
const OLDER = [4, 5];

/**
 * A report that a person or a run kept, as one of today: an older one gets for first layers the variants
 * that they ran, or those of the other layers in place of one that is not tried any more. Anything else is returned as it is, for `readTuning` to judge.
 */
export function completedReport(value: unknown): unknown {
  if (!isRecord(value) || !OLDER.includes(value["version"] as number)) return value;
  const { tuning } = value;
  if (!isRecord(tuning)) return value;
  return {
    ...value,
    version: TUNING_VERSION,
    tuning: ofToday(withFirst(tuning as unknown as Tuning)),
  };
}

/** Variants of first layers that the tuner does not try any more give way to those of the other layers. */
function ofToday(tuning: Tuning): Tuning {
  const known = LANES.flatMap(candidates).filter(({ kernel }) => kernel === "weightGradientFirst");
  const isTried = known.some(({ variant }) => isSame(variant, tuning.weightGradientFirst));
  return isTried ? tuning : { ...tuning, weightGradientFirst: tuning.weightGradient };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function isSame(variant: object, value: unknown): boolean {
  if (!isRecord(value)) return false;
  const entries = Object.entries(variant);
  return (
    Object.keys(value).length === entries.length && entries.every(([key, v]) => value[key] === v)
  );
}

const isTextOrNull = (value: unknown) => value === null || typeof value === "string";

const isTried = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value["kernel"] === "string" &&
  typeof value["variant"] === "string" &&
  (value["ms"] === null || typeof value["ms"] === "number") &&
  isTextOrNull(value["problem"]) &&
  typeof value["isChosen"] === "boolean";

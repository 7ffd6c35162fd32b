// Easing off while the device is warm or busy: the next pace down, and up again after a minute in
// which all was fair. Where the browser tells pressure, its word counts; elsewhere a batch that takes
// twice its usual time for 20 s does. The clock is handed in.

import { paces, type EasedBy } from "./pace.ts";

/** `PressureObserver`'s words, W3C Compute Pressure. */
export type PressureLevel = "nominal" | "fair" | "serious" | "critical";

export interface Easing {
  /** Paces below the chosen one. */
  steps: number;
  by: EasedBy;
  /** The browser's last word; null: it has none. */
  pressure: PressureLevel | null;
  /** Usual and present time of a batch, milliseconds; null: too few were seen. */
  usualMs: number | null;
  presentMs: number | null;
  /** Batches in `presentMs`. */
  batches: number;
  /** Since when it is heavy, or fair; at most one of them is not null. */
  heavySinceMs: number | null;
  fairSinceMs: number | null;
}

export const atEase: Easing = {
  ...{ steps: 0, by: "batches", pressure: null },
  ...{ usualMs: null, presentMs: null, batches: 0 },
  ...{ heavySinceMs: null, fairSinceMs: null },
};

const HEAVY_MS = 20_000;
const FAIR_MS = 60_000;
/** Times the usual: at this it is heavy, below the other it is fair. */
const HEAVY = 2;
const FAIR = 1.5;
/** Batches before their mean is anybody's usual time, and the weight of a new one in it. */
const ENOUGH = 8;
const WEIGHT = 0.2;

type Load = "heavy" | "between" | "fair";

export function pressureTold(easing: Easing, pressure: PressureLevel, nowMs: number): Easing {
  return observe({ ...easing, pressure, by: "pressure" }, nowMs);
}

/** A batch was trained. The first of a round is left out: it warms up, and new kernels compile. */
export function batchTold(
  easing: Easing,
  { batch, ms }: { batch: number; ms: number },
  nowMs: number,
): Easing {
  if (batch === 1) return { ...easing, heavySinceMs: null };
  const { presentMs, usualMs } = easing;
  const present = presentMs === null ? ms : presentMs + WEIGHT * (ms - presentMs);
  const batches = easing.batches + 1;
  const usual = batches < ENOUGH ? null : Math.min(usualMs ?? Infinity, present);
  return observe({ ...easing, batches, presentMs: present, usualMs: usual }, nowMs);
}

/** Another model or batch size: its usual time is not known. */
export function otherWork(easing: Easing): Easing {
  return { ...easing, usualMs: null, presentMs: null, batches: 0, heavySinceMs: null };
}

/** The browser froze the page: how long a batch took, and since when, says nothing of heat. */
export function interrupted(easing: Easing): Easing {
  return { ...easing, heavySinceMs: null, fairSinceMs: null };
}

function observe(easing: Easing, nowMs: number): Easing {
  const load = loadOf(easing);
  const heavySinceMs = load === "heavy" ? (easing.heavySinceMs ?? nowMs) : null;
  const fairSinceMs = load === "fair" ? (easing.fairSinceMs ?? nowMs) : null;
  const next = { ...easing, heavySinceMs, fairSinceMs };
  if (heavySinceMs !== null && nowMs - heavySinceMs >= patienceMs(easing)) return down(next, nowMs);
  if (fairSinceMs !== null && nowMs - fairSinceMs >= FAIR_MS) return up(next, nowMs);
  return next;
}

/** The browser's word is the result of its own watching: the first step down waits for nothing. */
const patienceMs = ({ by, steps }: Easing) => (by === "pressure" && steps === 0 ? 0 : HEAVY_MS);

const down = (easing: Easing, nowMs: number): Easing => ({
  ...easing,
  steps: Math.min(easing.steps + 1, paces.length - 1),
  heavySinceMs: nowMs,
});

const up = (easing: Easing, nowMs: number): Easing => ({
  ...easing,
  steps: Math.max(easing.steps - 1, 0),
  fairSinceMs: nowMs,
});

function loadOf({ pressure, usualMs, presentMs }: Easing): Load {
  if (pressure !== null) return pressure === "nominal" || pressure === "fair" ? "fair" : "heavy";
  if (usualMs === null || presentMs === null) return "between";
  if (presentMs >= HEAVY * usualMs) return "heavy";
  return presentMs <= FAIR * usualMs ? "fair" : "between";
}

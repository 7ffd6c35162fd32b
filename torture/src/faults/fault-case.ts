// One case: a fault begins at a moment of a round, lasts a while, and ends; rounds must go on.

import { isSoon, pause } from "../wait.ts";
import type { Fault } from "./fault.ts";
import { phases } from "./phases.ts";
import { ROUND_SECONDS, type Theatre } from "./theatre.ts";

export interface FaultCase {
  fault: Fault;
  phase: string;
  lastsMs: number;
}

export interface CaseResult {
  /** Milliseconds from the end of the fault to the next model; null: none came. */
  recoveryMs: number | null;
  /** The moment came by itself within a deadline; else the fault began without it. */
  isOnTime: boolean;
}

export async function runCase(
  theatre: Theatre,
  { fault, phase, lastsMs }: FaultCase,
  updateBytes: number,
): Promise<CaseResult> {
  const isOnTime = await isSoon(momentOf(theatre, phase, updateBytes), ROUND_SECONDS * 1000);
  theatre.proxy.set(fault);
  await pause(lastsMs);
  theatre.proxy.set(null);
  const overMs = Date.now();
  const next = () =>
    theatre.eventsSince(overMs).find(({ type }) => type === "aggregated" || type === "run-ended");
  await isSoon(() => next() ?? theatre.process.hasEnded, 2 * ROUND_SECONDS * 1000);
  const atMs = next()?.atMs;
  return { recoveryMs: atMs === undefined ? null : atMs - overMs, isOnTime };
}

function momentOf(theatre: Theatre, phase: string, bytes: number): () => boolean {
  const sinceMs = Date.now();
  const firstOperation = theatre.history.length;
  let upAtUpdate: number | null = null;
  return () => {
    const operations = theatre.history.slice(firstOperation);
    const hasBegun = operations.some(({ op, type }) => op === "update" && type === "invoke");
    if (hasBegun) upAtUpdate ??= theatre.proxy.up;
    const up = upAtUpdate === null ? 0 : theatre.proxy.up - upAtUpdate;
    const seen = { operations, events: theatre.eventsSince(sinceMs), up, bytes };
    return phases[phase]?.(seen) ?? true;
  };
}

// What an evaluation should lead to, worked out anew from all evaluations so far. An oracle for tests.

import type { Rules } from "../types.ts";

export interface Evaluation {
  round: number;
  hash: string;
  accuracy: number;
}

export interface ExpectedVerdict {
  /** What the run falls back to; null: the model stays. */
  fallBack: Evaluation | null;
  isOver: boolean;
  best: Evaluation;
}

const TINY = 1e-9;

/** @param all Every evaluation of the run in order; the last is the one in question. */
export function expectedVerdict(all: readonly Evaluation[], rules: Rules): ExpectedVerdict {
  const drop = rules.gateDrop ?? Infinity;
  const kept: Evaluation[] = [];
  let fallBack: Evaluation | null = null;
  for (const one of all) {
    const before = kept.at(-1);
    fallBack = before && one.accuracy < before.accuracy - drop - TINY ? before : null;
    if (fallBack === null) kept.push(one);
  }
  const highest = Math.max(...all.map(({ accuracy }) => accuracy));
  const best = all.find(({ accuracy }) => accuracy === highest)!;
  return { fallBack, best, isOver: waited(all, rules) >= (rules.patience ?? Infinity) };
}

/** Evaluations after the last that was better by enough than the last such one. */
function waited(all: readonly Evaluation[], { minDelta }: Rules): number {
  let peak = 0;
  for (let i = 1; i < all.length; i++) {
    if (all[i]!.accuracy > all[peak]!.accuracy + minDelta + TINY) peak = i;
  }
  return all.length - 1 - peak;
}

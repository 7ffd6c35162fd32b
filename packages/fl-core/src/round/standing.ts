// How a run stands by its evaluations: the best model, the one to fall back to, and for how long
// nothing better has come. Pure bookkeeping; the machine and whoever reads a log use the same.

import type { Model, Rules } from "./types.ts";

/** A model and how well it did on the held-out pictures. */
export interface Judged {
  round: number;
  model: Model;
  /** 0 .. 1, on the pictures that decide */
  accuracy: number;
}

export interface Standing {
  /** The newest judged model that is not taken back; null before the first. */
  good: Judged | null;
  /** The first of those with the highest accuracy. */
  best: Judged | null;
  /** Evaluations since the last that was better by `minDelta`, and the accuracy it had. */
  plateau: { accuracy: number; evaluations: number } | null;
}

export interface Verdict {
  standing: Standing;
  /** The model falls too far behind this one, which the run goes on from; null: it does not. */
  fallBack: Judged | null;
  /** Nothing better has come for as long as the rules bear. */
  isOver: boolean;
}

export const noStanding: Standing = { good: null, best: null, plateau: null };

/** Stands for the accuracy of a model whose loss is no number: with a gate it always falls. */
export const WORTHLESS = -Infinity;

/** Shares that differ by less are the same. */
const TINY = 1e-9;

/** A model that is worth nothing is taken back: there is a gate, and a model before it. */
export function canFallBack(
  { good }: Pick<Standing, "good">,
  { gateDrop }: Pick<Rules, "gateDrop">,
): boolean {
  return gateDrop !== null && good !== null;
}

/** @param now The model that was just judged. */
export function judge(
  { good, best, plateau }: Standing,
  now: Judged,
  { gateDrop, patience, minDelta }: Pick<Rules, "gateDrop" | "patience" | "minDelta">,
): Verdict {
  const { accuracy } = now;
  const isBad = gateDrop !== null && good !== null && good.accuracy - accuracy > gateDrop + TINY;
  const gain = plateau === null ? Infinity : accuracy - plateau.accuracy;
  const isBetter = gain > minDelta + TINY;
  const evaluations = isBetter || plateau === null ? 0 : plateau.evaluations + 1;
  return {
    standing: {
      good: isBad ? good : now,
      best: best === null || accuracy > best.accuracy ? now : best,
      plateau:
        isBetter || plateau === null ? { accuracy, evaluations } : { ...plateau, evaluations },
    },
    fallBack: isBad ? good : null,
    isOver: patience !== null && evaluations >= patience,
  };
}

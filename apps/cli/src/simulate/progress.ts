// How far a simulation is, in one line: round, client, share of its batches, time left.

import type { Doing } from "./federation-options.ts";

export interface Timing {
  /** Milliseconds since this process began to work. */
  elapsedMs: number;
  /** Share of all rounds that was done before. */
  before: number;
  rounds: number;
}

/** Rounds that are done, with the part of the present one, of all. */
export function shareDone(doing: Doing, rounds: number): number {
  if (doing.type !== "training") return doing.round / rounds;
  const { round, place, of, share } = doing;
  return (round - 1 + (place - 1 + share) / of) / rounds;
}

export function progressLine(doing: Doing, timing: Timing): string {
  const where = `round ${doing.round} of ${timing.rounds}`;
  const left = timeLeft(shareDone(doing, timing.rounds), timing);
  const ending = left === null ? "" : `; about ${left} left`;
  if (doing.type === "judging") return `${where}: judging, ${percent(doing.share)}${ending}`;
  if (doing.type === "judged") return `${where}: ${accuracyWords(doing.accuracy)}${ending}`;
  const { client, place, of, share } = doing;
  return `${where}: client ${client} (${place} of ${of}), ${percent(share)}${ending}`;
}

/** A line that stays. */
export const judgedLine = ({ round, accuracy }: Extract<Doing, { type: "judged" }>): string =>
  `Round ${round}: ${accuracyWords(accuracy)}`;

const accuracyWords = (accuracy: number) =>
  `${(100 * accuracy).toFixed(1)} % of the held-out pictures`;
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Null while too little is done to tell. */
function timeLeft(done: number, { elapsedMs, before }: Timing): string | null {
  const here = done - before;
  if (here <= 0 || elapsedMs < 3000) return null;
  return timeWords((elapsedMs * (1 - done)) / here);
}

/** In the unit that fits. */
export function timeWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

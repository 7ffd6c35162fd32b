// What a sweep says of itself: a line for each run that is over. Pure.

import { timeWords } from "../progress.ts";

export type Ending =
  | { type: "skipped"; accuracy: number | null; byOtherBuild: boolean }
  | { type: "finished"; accuracy: number | null; ms: number }
  | { type: "failed"; code: number; last: string };

export interface SweepState {
  /** Runs that are over, this one counted, and all. */
  done: number;
  total: number;
  jobs: number;
  /** What runs took that this process has finished, milliseconds. */
  tookMs: readonly number[];
}

export function endingLine(name: string, ending: Ending, state: SweepState): string {
  const { done, total } = state;
  const left = timeLeft(state);
  const tail = left === null ? "" : `; about ${left} left`;
  return `[${done}/${total}] ${name}: ${words(ending)}${tail}`;
}

function words(ending: Ending): string {
  switch (ending.type) {
    case "skipped":
      return `finished before${ending.byOtherBuild ? " by another build" : ""}${accuracyWords(ending.accuracy)}`;
    case "finished":
      return `done in ${timeWords(ending.ms)}${accuracyWords(ending.accuracy)}`;
    case "failed":
      return `failed with exit code ${ending.code}: ${ending.last}`;
    default:
      return ending satisfies never;
  }
}

const accuracyWords = (accuracy: number | null): string =>
  accuracy === null ? "" : `, ${(100 * accuracy).toFixed(1)} %`;

/** As if the runs that are left took as long as those before; null: there is no measure, or no need. */
function timeLeft({ done, total, jobs, tookMs }: SweepState): string | null {
  if (tookMs.length === 0 || done >= total) return null;
  const mean = tookMs.reduce((sum, ms) => sum + ms, 0) / tookMs.length;
  return timeWords((mean * (total - done)) / Math.min(jobs, total - done));
}

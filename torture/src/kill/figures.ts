// What a kill loop came to, as rows of the table.

import type { Figure } from "../trial.ts";
import type { Judgement } from "./judge.ts";
import type { Sums } from "./siege.ts";

interface Scope {
  seeds: number;
  /** Failpoints that the trial may visit. */
  points: number;
  /** Kills that the project asks for. */
  askedKills: number;
}

export function killFigures(
  { tally, judged }: Sums,
  { seeds, points, askedKills }: Scope,
  more: readonly Figure[],
): Figure[] {
  const sum = (of: (each: Judgement) => number) => judged.reduce((all, each) => all + of(each), 0);
  const again = `${sum((each) => each.recomputed)} of ${sum((each) => each.rounds)}`;
  const acknowledged = sum((each) => each.acknowledged);
  const lost = tally.violations.length === 0 ? 0 : "see below";
  return [
    figure("failpoints visited", ">= 25", `${tally.visited.size} of ${points}`),
    figure("seeds", ">= 4", seeds),
    figure("kills, those at random moments included", `>= ${askedKills}`, tally.kills),
    figure("acknowledged updates", null, acknowledged),
    figure("of them lost or counted twice", "0", lost),
    figure("rounds computed again, same model", "all", again),
    ...more,
    ...readyFigures(tally.readyMs),
  ];
}

export function figure(what: string, asked: string | null, measured: string | number): Figure {
  return { what, asked, measured: String(measured) };
}

function readyFigures(readyMs: readonly number[]): Figure[] {
  const ready = readyMs.toSorted((a, b) => a - b);
  const quantile = (q: number) => {
    const ms = ready[Math.min(ready.length - 1, Math.floor(q * ready.length))] ?? NaN;
    return `${(ms / 1000).toFixed(2)} s`;
  };
  return [
    figure("from start to the first answer, median", "<= 2 s", quantile(0.5)),
    figure("... 95 of 100", "<= 2 s", quantile(0.95)),
    figure("... slowest", "<= 2 s", quantile(1)),
  ];
}

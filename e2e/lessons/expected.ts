// What the log of a lesson's runs says, computed apart from the program: the figures that the pages
// must show, and whether they show the lesson's point.
import { eventsOf, type LogEvent } from "../support/log.ts";

/** Correct of so many held-out pictures. */
export interface Count {
  correct: number;
  samples: number;
}

export interface Range {
  low: number;
  high: number;
}

/** A row of the reveal as a page writes it. */
export interface Row {
  name: string;
  accuracy: string;
  range: string;
  round: string;
  devices: string;
}

const Z = 1.96;

/** Wilson's interval: the two p at which |p - correct / samples| is z standard errors of p. */
export function wilsonRange({ correct, samples }: Count): Range {
  const [a, b] = [samples + Z * Z, 2 * correct + Z * Z];
  const root = Math.sqrt(b * b - (4 * a * correct * correct) / samples);
  return { low: (b - root) / (2 * a), high: (b + root) / (2 * a) };
}

/** Newcombe 1998, method 10: the interval of how much the first is above the second. */
export function differenceRange(first: Count, second: Count): Range {
  const [p, q] = [first.correct / first.samples, second.correct / second.samples];
  const [a, b] = [wilsonRange(first), wilsonRange(second)];
  return {
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  };
}

/** A judged model. */
export interface Judged extends Count {
  round: number;
  /** Updates that are in it. */
  devices: number;
}

/** The last model of a run that was judged, of the rounds up to `lastRound`. */
export function lastJudged(log: readonly LogEvent[], lastRound = Infinity): Judged {
  const judged = eventsOf(log, "evaluated").filter(({ round = 0 }) => round <= lastRound);
  const { round = 0, correct = 0, samples = 0 } = judged.at(-1) ?? {};
  return { round, correct, samples, devices: devicesIn(log, round) };
}

/** Devices whose updates are in a round. */
export function devicesIn(log: readonly LogEvent[], round: number): number {
  return eventsOf(log, "round-closed", round).at(-1)?.reported?.length ?? 0;
}

export function rowOf(name: string, { correct, samples, round, devices }: Judged): Row {
  const { low, high } = wilsonRange({ correct, samples });
  return {
    ...{ name, accuracy: percent(correct / samples), range: `${percent(low)} to ${percent(high)}` },
    ...{ round: String(round), devices: String(devices) },
  };
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

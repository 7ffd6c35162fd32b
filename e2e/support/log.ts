// The run log as an outsider reads it: JSON Lines, and the figures that follow from them.

export interface LogEvent {
  seq: number;
  atMs: number;
  type: string;
  round?: number;
  client?: number;
  device?: string;
  robot?: string;
  cohort?: number[];
  reported?: number[];
  missing?: number[];
  why?: string;
  correct?: number;
  samples?: number;
  loss?: number;
  modelHash?: string;
}

export function readLog(text: string): LogEvent[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LogEvent);
}

export function eventsOf(log: readonly LogEvent[], type: string, round?: number): LogEvent[] {
  return log.filter((event) => event.type === type && (round ?? event.round) === event.round);
}

/** A line of the table of numbers, as every page must show it. */
export interface Figures {
  round: string;
  group: string;
  loss: string;
  updates: string;
}

/** What the log says about each round that was judged. */
export function figuresOf(log: readonly LogEvent[]): Figures[] {
  return eventsOf(log, "evaluated").map(({ round, correct = 0, samples = 1, loss = NaN }) => {
    const cohort = new Set(eventsOf(log, "round-opened", round).flatMap((event) => event.cohort!));
    const sent = eventsOf(log, "update-accepted", round);
    return {
      round: String(round),
      group: `${((100 * correct) / samples).toFixed(1)} %`,
      loss: loss.toFixed(2),
      updates: `${sent.length} of ${cohort.size}`,
    };
  });
}

/** Mean accuracy after each of the last rounds, 0..1: steadier than one of them. */
export function accuracyOf(log: readonly LogEvent[], lastRounds: number): number {
  const judged = eventsOf(log, "evaluated").slice(-lastRounds);
  const sum = (key: "correct" | "samples") => judged.reduce((all, event) => all + event[key]!, 0);
  return sum("correct") / sum("samples");
}

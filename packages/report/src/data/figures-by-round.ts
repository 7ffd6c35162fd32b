// All rounds of a run in numbers.

import type { RunView } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";

import type { ReportExtras } from "./extras.ts";
import { type RoundFigures, roundFigures } from "./round-figures.ts";

export interface Sizes {
  /** As counted, by round; null: not counted. */
  bytesDown: ReportExtras["bytesDown"];
  modelBytes: number;
  /** Spiking blocks of the model; 0: no rates of firing are wanted. */
  spikingBlocks: number;
}

/** @param view What the events add up to. */
export function figuresByRound(
  view: Pick<RunView, "rounds">,
  events: readonly LogEvent[],
  { bytesDown, ...others }: Sizes,
): RoundFigures[] {
  const byRound = new Map<number, LogEvent[]>();
  for (const event of events) {
    if (!("round" in event)) continue;
    const before = byRound.get(event.round);
    if (before) before.push(event);
    else byRound.set(event.round, [event]);
  }
  const down = new Map(bytesDown?.map(({ round, bytes }) => [round, bytes]));
  return view.rounds.map((summary) =>
    roundFigures({
      ...{ summary, events: byRound.get(summary.round) ?? [], ...others },
      bytesDown: down.get(summary.round) ?? null,
    }),
  );
}

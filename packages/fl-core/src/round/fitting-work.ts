// How many of its pictures a client is asked for, so that a slow one ends within the round.

/**
 * Of the round's time, what the work is to take: work takes now this long, now that, and a late
 * update counts nothing.
 */
const SHARE = 0.75;

/** What a client did, and how long it took by the coordinator's clock: with all that it waited for. */
export interface WorkPace {
  /** Pictures of its shard that it went through as often as the settings say. */
  samples: number;
  ms: number;
}

export interface WorkRoom {
  batchSize: number;
  /** Milliseconds from the invitation to the end of the round. */
  roundMs: number;
}

/**
 * Pictures for the next task: the whole shard unless the client was seen to be too slow for it, else
 * as many whole batches as fit into three quarters of the round, one at least.
 *
 * Time is taken to grow in proportion to the pictures. Where a part of it does not (the download of
 * the model), less work is measured as a lower speed, and the next round asks for less again: what
 * repeats itself ends where the whole of it takes three quarters of the round.
 *
 * @param whole Pictures of the shard.
 * @param pace Of the newest round in which it was measured; null: it never was.
 */
export function fittingWork(
  whole: number,
  pace: WorkPace | null,
  { batchSize, roundMs }: WorkRoom,
): number {
  if (pace === null) return whole;
  const batches = Math.floor((SHARE * roundMs * pace.samples) / (pace.ms * batchSize));
  const fitting = Math.max(batches, 1) * batchSize;
  return fitting + batchSize > whole ? whole : fitting; // the rest of a shard is no batch
}

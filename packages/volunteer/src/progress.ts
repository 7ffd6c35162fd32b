// How far the local work is: shown and told at most four times a second.

import type { TrainMetrics } from "@spikefed/snn-core";

import { createPacer } from "./pacer.ts";
import { tell } from "./request.ts";
import { change, type Session } from "./session.ts";

/** Running means of a round's batches. `report` is called after each batch, which took `batchMs`. */
export function createProgress(
  session: Session,
  round: number,
): { report: (metrics: TrainMetrics, batchMs: number) => void } {
  let [lossSum, accuracySum, workedMs] = [0, 0, 0];
  const isDue = createPacer(session.options.clock);
  const report = (metrics: TrainMetrics, batchMs: number) => {
    const { batch, batches, images } = metrics;
    lossSum += metrics.loss;
    accuracySum += metrics.accuracy;
    workedMs += batchMs;
    session.workedMs += batchMs;
    session.batches += 1;
    session.options.onBatch?.(batch, batchMs);
    session.work = {
      ...{ round, batch, batches, loss: lossSum / batch, accuracy: accuracySum / batch },
      imagesPerSecond: workedMs > 0 ? (1000 * images) / workedMs : null,
    };
    if (!isDue() && batch < batches) return;
    change(session, {});
    if (session.online) tell(session.socket, "progress", session.work);
  };
  return { report };
}

/** Says that work goes on which has no batches to count: before the round's own. */
export function createHeartbeat(session: Session, round: number): () => void {
  const isDue = createPacer(session.options.clock);
  const none = { batch: 0, batches: 0, loss: null, accuracy: null, imagesPerSecond: null };
  return () => {
    if (session.online && isDue()) tell(session.socket, "progress", { round, ...none });
  };
}

// How late the event loop is: everything waits for it, so it is the first to tell of too much load.

import { monitorEventLoopDelay } from "node:perf_hooks";

/** Between two probes, milliseconds; a delay is what is above it. */
const RESOLUTION_MS = 20;

export const QUANTILES = [0.5, 0.9, 0.99, 1] as const;

export interface EventLoop {
  /** Seconds at each of `QUANTILES` since the last call; null: nothing was measured. */
  take(): number[] | null;
  close(): void;
}

export function watchEventLoop(): EventLoop {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return {
    take: () => {
      const delays = QUANTILES.map((q) => {
        const ms = histogram.percentile(q * 100) / 1e6 - RESOLUTION_MS;
        return Math.max(0, ms) / 1000;
      });
      const isMeasured = histogram.max > 0;
      histogram.reset();
      return isMeasured ? delays : null;
    },
    close: () => void histogram.disable(),
  };
}

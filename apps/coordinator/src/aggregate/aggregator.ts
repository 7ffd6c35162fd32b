// Checks updates and averages rounds, in a worker thread.

import {
  average,
  checkUpdate,
  type AverageInput,
  type AverageOutput,
  type CheckInput,
} from "@spikefed/run-store";

import { Thread } from "../threads/thread.ts";

export interface Aggregator {
  check(input: CheckInput): Promise<void>;
  average(input: AverageInput): Promise<AverageOutput>;
  close(): Promise<void>;
}

export type AggregateCalls = {
  check: { input: CheckInput; output: void };
  average: { input: AverageInput; output: AverageOutput };
};

export function startAggregator(): Aggregator {
  const thread = new Thread<AggregateCalls>(new URL("./worker.ts", import.meta.url));
  return {
    check: (input) => thread.call("check", input),
    average: (input) => thread.call("average", input),
    close: () => thread.close(),
  };
}

/** The same in this thread, for tests. */
export function directAggregator(): Aggregator {
  const running = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    const settled = work.catch(() => undefined).finally(() => running.delete(settled));
    running.add(settled);
    return work;
  };
  return {
    check: (input) => track(checkUpdate(input)),
    average: (input) => track(average(input)),
    close: async () => void (await Promise.all(running)),
  };
}

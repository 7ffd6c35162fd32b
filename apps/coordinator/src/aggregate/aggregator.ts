// Checks updates and averages rounds, in a worker thread.

import {
  UpdateDesk,
  type AverageInput,
  type AverageOutput,
  type CheckInput,
  type CountInput,
} from "@spikefed/run-store";
import pLimit from "p-limit";

import { workerFile } from "../home.ts";
import { Thread } from "../threads/thread.ts";

export interface Aggregator {
  check(input: CheckInput): Promise<void>;
  /** An update of the open round was counted; told before the round is averaged. */
  count(input: CountInput): Promise<void>;
  average(input: AverageInput): Promise<AverageOutput>;
  close(): Promise<void>;
}

export type AggregateCalls = {
  check: { input: CheckInput; output: void };
  count: { input: CountInput; output: void };
  average: { input: AverageInput; output: AverageOutput };
};

/**
 * Updates in the worker's hands: while the disk flushes one, the next is checked. With more of them an
 * update that was checked would wait behind the others to be counted, and be read a second time.
 */
const CHECKS_AT_ONCE = 4;

export function startAggregator(): Aggregator {
  const thread = new Thread<AggregateCalls>(workerFile("aggregate"));
  const turn = pLimit({ concurrency: CHECKS_AT_ONCE, rejectOnClear: true });
  return {
    check: (input) => turn(() => thread.call("check", input)),
    count: (input) => thread.call("count", input),
    average: (input) => thread.call("average", input),
    close: () => {
      turn.clearQueue(); // each of those that wait would start another worker
      return thread.close();
    },
  };
}

/** The same in this thread, for tests. */
export function directAggregator(): Aggregator {
  const desk = new UpdateDesk();
  const running = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    const settled = work.catch(() => undefined).finally(() => running.delete(settled));
    running.add(settled);
    return work;
  };
  return {
    check: (input) => track(desk.check(input)),
    count: (input) => track(Promise.resolve(input).then((counted) => desk.count(counted))),
    average: (input) => track(desk.average(input)),
    close: async () => void (await Promise.all(running)),
  };
}

// Checks updates and averages rounds, in a worker thread.

import {
  UpdateDesk,
  type AverageInput,
  type AverageOutput,
  type CheckInput,
  type CountInput,
} from "@spikefed/run-store";

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

export function startAggregator(): Aggregator {
  const thread = new Thread<AggregateCalls>(new URL("./worker.ts", import.meta.url));
  return {
    check: (input) => thread.call("check", input),
    count: (input) => thread.call("count", input),
    average: (input) => thread.call("average", input),
    close: () => thread.close(),
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

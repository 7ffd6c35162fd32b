// An executor that lets timers and signals through before each batch. On a processor a batch never
// waits for anything, so hours of training would pass without a line of progress or an answer to
// Ctrl-C. An aborted signal is thrown there.

import { setImmediate as rest } from "node:timers/promises";

import type { Executor } from "@spikefed/snn-core";

export function patientExecutor(executor: Executor, signal: AbortSignal): Executor {
  const { name, backend, spec, layout } = executor;
  const patient =
    <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await rest();
      signal.throwIfAborted();
      return method(...args);
    };
  return {
    ...{ name, backend, spec, layout },
    setState: (state) => executor.setState(state),
    getState: () => executor.getState(),
    lastGradient: () => executor.lastGradient(),
    trainStep: patient((...args) => executor.trainStep(...args)),
    evaluate: patient((...args) => executor.evaluate(...args)),
    trace: patient((...args) => executor.trace(...args)),
    dispose: () => executor.dispose(),
  };
}

// One executor for all volunteers of a process: a hundred of them need the memory of one.

import {
  createExecutor,
  type Executor,
  type ExecutorChoice,
  type ModelSpec,
} from "@spikefed/snn-core";

/**
 * For `VolunteerOptions.trainer`: the same executor for the same model. Who uses it must take turns,
 * a whole local round each, and begins by setting the state.
 */
export function createSharedTrainer({
  executor,
  backend,
}: Pick<ExecutorChoice, "executor" | "backend">): (spec: ModelSpec) => Promise<Executor> {
  const made = new Map<string, Promise<Executor>>();
  return async (spec) => {
    const key = JSON.stringify(spec);
    const shared = made.get(key) ?? createExecutor({ spec, executor, backend });
    made.set(key, shared);
    shared.catch(() => made.delete(key));
    return lend(await shared);
  };
}

/** The executor without its end: one volunteer that leaves must not take it from the others. */
function lend(executor: Executor): Executor {
  const { name, backend, spec, layout } = executor;
  return {
    ...{ name, backend, spec, layout },
    setState: (state) => executor.setState(state),
    getState: () => executor.getState(),
    lastGradient: () => executor.lastGradient(),
    trainStep: (batch, optimizer) => executor.trainStep(batch, optimizer),
    evaluate: (batch) => executor.evaluate(batch),
    trace: (batch) => executor.trace(batch),
    dispose: () => undefined,
  };
}

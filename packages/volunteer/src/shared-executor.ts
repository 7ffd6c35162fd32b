// One executor for all volunteers of a process: a hundred of them need the memory of one.

import { SnnError, type Executor, type ModelSpec, type RuleKind } from "@spikefed/snn-core";

/** The executor of a model, and why it is no good any more; null: it works. */
interface Shared {
  executor: Executor;
  failure: SnnError | null;
}

/**
 * For `VolunteerOptions.trainer`: the same executor for the same model and rule, until its device
 * fails: then who asks next gets a new one. Who uses it must take turns, a whole local round each, and
 * begins by setting the state.
 *
 * @param make Makes an executor.
 */
export function createSharedTrainer(
  make: (spec: ModelSpec, rule?: RuleKind) => Promise<Executor>,
): (spec: ModelSpec, rule?: RuleKind) => Promise<Executor> {
  const made = new Map<string, Promise<Shared>>();
  return async (spec, rule) => {
    const key = JSON.stringify([spec, rule]);
    const shared =
      made.get(key) ?? make(spec, rule).then((executor) => ({ executor, failure: null }));
    made.set(key, shared);
    const forget = () => {
      if (made.get(key) === shared) made.delete(key);
    };
    shared.catch(forget);
    return lend(await shared, forget);
  };
}

/** The executor without its end: one volunteer that leaves must not take it from the others. */
function lend(shared: Shared, forget: () => void): Executor {
  const { executor } = shared;
  const { name, backend, spec, layout } = executor;
  const sound = () => {
    if (shared.failure !== null) throw shared.failure;
    return executor;
  };
  const watch = async <R>(work: (executor: Executor) => Promise<R>): Promise<R> => {
    try {
      return await work(sound());
    } catch (error) {
      if (shared.failure === null && isDeviceFailure(error)) {
        shared.failure = error;
        forget();
        executor.dispose();
      }
      throw error;
    }
  };
  return {
    ...{ name, backend, spec, layout },
    setState: (state) => sound().setState(state),
    getState: () => watch((own) => own.getState()),
    lastGradient: () => watch((own) => own.lastGradient()),
    trainStep: (...step) => watch((own) => own.trainStep(...step)),
    evaluate: (batch) => watch((own) => own.evaluate(batch)),
    trace: (batch) => watch((own) => own.trace(batch)),
    dispose: () => undefined,
  };
}

const isDeviceFailure = (error: unknown): error is SnnError =>
  error instanceof SnnError && (error.code === "gpu/failed" || error.code === "gpu/memory");

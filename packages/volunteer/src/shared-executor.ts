// One executor for all volunteers of a process: a hundred of them need the memory of one.

import { SnnError, type Executor, type ModelSpec, type RuleKind } from "@spikefed/snn-core";

/** The executor of a model, and why it is no good any more; null: it works. */
interface Shared {
  executor: Executor;
  failure: SnnError | null;
}

/** An executor that is made or being made, and who hears that it compiles. */
interface Making {
  shared: Promise<Shared>;
  listeners: Set<() => void>;
}

type Make = (spec: ModelSpec, rule: RuleKind | undefined, onSign: () => void) => Promise<Executor>;

/**
 * For `VolunteerOptions.trainer`: the same executor for the same model and rule, until its device
 * fails: then who asks next gets a new one. Who uses it must take turns, a whole local round each, and
 * begins by setting the state. As it compiles, all who share it are told.
 *
 * @param make Makes an executor; calls `onSign` as it compiles.
 */
export function createSharedTrainer(
  make: Make,
): (spec: ModelSpec, rule?: RuleKind, onSign?: () => void) => Promise<Executor> {
  const made = new Map<string, Making>();
  return async (spec, rule, onSign = () => undefined) => {
    const key = JSON.stringify([spec, rule]);
    const making = made.get(key) ?? begin(make, spec, rule);
    made.set(key, making);
    const { shared, listeners } = making;
    listeners.add(onSign);
    const forget = () => {
      if (made.get(key) === making) made.delete(key);
    };
    shared.catch(forget);
    return { ...lend(await shared, forget), dispose: () => void listeners.delete(onSign) };
  };
}

function begin(make: Make, spec: ModelSpec, rule: RuleKind | undefined): Making {
  const listeners = new Set<() => void>();
  const made = make(spec, rule, () => listeners.forEach((tell) => tell()));
  return { shared: made.then((executor) => ({ executor, failure: null })), listeners };
}

/** The executor without its end: one volunteer that leaves must not take it from the others. */
function lend(shared: Shared, forget: () => void): Omit<Executor, "dispose"> {
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
  };
}

const isDeviceFailure = (error: unknown): error is SnnError =>
  error instanceof SnnError && (error.code === "gpu/failed" || error.code === "gpu/memory");

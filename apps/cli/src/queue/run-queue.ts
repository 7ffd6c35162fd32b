// Several at a time, in order.

/**
 * Runs all `items`, at most `jobs` at once, each when one before it is done.
 *
 * @param isStopped true: no more begin; those that run are waited for.
 */
export async function runQueue<T>(
  items: readonly T[],
  jobs: number,
  isStopped: () => boolean,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      if (isStopped()) return;
      await run(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
}

/** Runs all `items` likewise; what each comes to is told in their order, as soon as it can be. */
export async function runAndTell<T, R>(
  items: readonly T[],
  jobs: number,
  run: (item: T) => Promise<R>,
  tell: (result: R) => void,
): Promise<void> {
  const kept = new Map<number, R>();
  let next = 0;
  await runQueue(
    [...items.entries()],
    jobs,
    () => false,
    async ([at, item]) => {
      kept.set(at, await run(item));
      for (; kept.has(next); next++) {
        tell(kept.get(next)!);
        kept.delete(next);
      }
    },
  );
}

/**
 * As many runs as keep the machine busy: a run on the processor takes one core, software graphics
 * takes all; a graphics chip is fed by a few.
 */
export function defaultJobs(executor: string, isSoftware: boolean, cores: number): number {
  if (!executor.endsWith("/webgpu")) return Math.max(1, cores);
  return isSoftware ? 1 : Math.max(1, Math.min(4, cores));
}

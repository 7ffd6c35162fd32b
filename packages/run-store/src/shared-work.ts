// Work that many wait for at the same time and that is done for all of them at once.

interface State {
  running: Promise<void>;
  /** Begins when the running one is over; null: nobody waits for it yet. */
  next: Promise<void> | null;
}

/**
 * The same work, but calls that come while it goes on share the next one. Each call resolves with a
 * piece of work that began after it: what was done before the call is covered by it. When a piece
 * fails, those who wait for the next one are told so, too: a system tells of a failed flush once, and
 * the next one may succeed though what they did is not on the disk.
 *
 * @param work told for what; that of different keys does not wait for each other
 */
export function sharedWork(work: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const states = new Map<string, State>();
  const begin = (key: string): Promise<void> => {
    const running = work(key).finally(() => {
      if (states.get(key)?.running === running) states.delete(key);
    });
    states.set(key, { running, next: null });
    return running;
  };
  return (key) => {
    const state = states.get(key);
    if (state === undefined) return begin(key);
    state.next ??= state.running.then(() => begin(key));
    return state.next;
  };
}

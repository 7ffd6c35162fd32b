// A duplicated tab copies the identity of the first. One of them holds the lock on it; the other
// joins as somebody new.

/** The part of `navigator.locks` that is used. */
export interface Locks {
  request: (
    name: string,
    options: { signal: AbortSignal },
    hold: () => Promise<void>,
  ) => Promise<void>;
}

/** A reloaded tab may start before its old self has let go. */
const WAIT_MS = 1500;

/**
 * True when this tab now holds `clientId`, until it is closed. Without locks (no https) it is taken
 * to be the only one.
 */
export function holdIdentity(clientId: string, locks: Locks | undefined): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const hold = () => {
      resolve(true);
      return new Promise<void>(() => {}); // Held as long as the tab lives.
    };
    locks
      .request(`spikefed/${clientId}`, { signal: AbortSignal.timeout(WAIT_MS) }, hold)
      .catch(() => resolve(false));
  });
}

// A duplicated tab copies the identity of the first. One of them holds the lock on it; the other
// asks the person what to do.

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

const forever = new Promise<void>(() => {});

/**
 * True when this tab now holds `clientId`, until it is closed or `until` settles. Without locks (no
 * https) it is taken to be the only one.
 */
export function holdIdentity(
  clientId: string,
  locks: Locks | undefined,
  until: Promise<void> = forever,
): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const hold = () => {
      resolve(true);
      return until;
    };
    locks
      .request(`spikefed/${clientId}`, { signal: AbortSignal.timeout(WAIT_MS) }, hold)
      .catch(() => resolve(false));
  });
}

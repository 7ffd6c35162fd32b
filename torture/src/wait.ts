// Waiting for what other processes do.

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Looks every few milliseconds; false when it did not come true in time. */
export async function isSoon(isDone: () => unknown, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  while (!isDone()) {
    if (performance.now() > endMs) return false;
    await pause(5);
  }
  return true;
}

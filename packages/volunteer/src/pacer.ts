// Pages need four pictures a second, not one for each batch or piece.

const EVERY_MS = 250;

/** True when the last true is a quarter of a second ago, and the first time. */
export function createPacer(clock: () => number): () => boolean {
  let lastMs = -Infinity;
  return () => {
    const nowMs = clock();
    if (nowMs - lastMs < EVERY_MS) return false;
    lastMs = nowMs;
    return true;
  };
}

// Pages need four pictures a second, not one for each batch or piece.

const EVERY_MS = 250;

/** True when the last true is so long ago, a quarter of a second unless told otherwise, and the first time. */
export function createPacer(clock: () => number, everyMs = EVERY_MS): () => boolean {
  let lastMs = -Infinity;
  return () => {
    const nowMs = clock();
    if (nowMs - lastMs < everyMs) return false;
    lastMs = nowMs;
    return true;
  };
}

// Krum's measure of trust: how close an update lies to most of the others.

/**
 * Squared L2 distances between all updates, over all values of the model: whatever is taken from an
 * update, running statistics included, can be attacked.
 *
 * @param deltas K of `[P]`
 * @returns `[K][K]`, symmetric
 */
export function squaredDistances(deltas: readonly Float32Array[]): Float64Array[] {
  const distances = deltas.map(() => new Float64Array(deltas.length));
  for (let i = 0; i < deltas.length; i++) {
    for (let j = 0; j < i; j++) {
      distances[i]![j] = distances[j]![i] = squaredDistance(deltas[i]!, deltas[j]!);
    }
  }
  return distances;
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let p = 0; p < a.length; p++) {
    const apart = a[p]! - b[p]!;
    sum += apart * apart;
  }
  return sum;
}

/**
 * Scores of the updates `among`: the sum of squared distances to the `n - f - 2` nearest others, n
 * their number; to one at least, where Bulyan has only few left.
 *
 * @returns In the order of `among`; the lowest is Krum's choice.
 * @see Blanchard et al., Machine Learning with Adversaries: Byzantine Tolerant Gradient Descent,
 *   NeurIPS 2017, section 4.
 */
export function krumScores(
  distances: readonly Float64Array[],
  among: readonly number[],
  f: number,
): number[] {
  const neighbours = Math.max(1, among.length - f - 2);
  return among.map((i) => {
    const others = among.filter((j) => j !== i);
    const near = Float64Array.from(others, (j) => distances[i]![j]!).sort();
    return near.subarray(0, neighbours).reduce((sum, distance) => sum + distance, 0);
  });
}

/** Places of the `count` lowest scores, best first; of equal ones the earlier is better. */
export function lowest(scores: readonly number[], count: number): number[] {
  const places = scores.map((_, place) => place);
  return places.sort((a, b) => scores[a]! - scores[b]! || a - b).slice(0, count);
}

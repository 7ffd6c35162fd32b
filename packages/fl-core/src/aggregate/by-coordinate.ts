// One value of the model at a time, over all clients.

/**
 * `out[p] = reduce(deltas[0][p], ..., deltas[K - 1][p])`, the values given in ascending order.
 *
 * @param deltas K of `[P]`, K >= 1.
 * @param reduce Is handed the same `[K]` array each time.
 * @returns `[P]`
 */
export function byCoordinate(
  deltas: readonly Float32Array[],
  reduce: (ascending: Float32Array) => number,
): Float64Array {
  const column = new Float32Array(deltas.length);
  const out = new Float64Array(deltas[0]?.length ?? 0);
  for (let p = 0; p < out.length; p++) {
    for (let k = 0; k < column.length; k++) column[k] = deltas[k]![p]!;
    column.sort();
    out[p] = reduce(column);
  }
  return out;
}

/** The middle value, or the mean of the two in the middle. */
export function median(ascending: Float32Array): number {
  const middle = ascending.length >> 1;
  if (ascending.length % 2 === 1) return ascending[middle]!;
  return (ascending[middle - 1]! + ascending[middle]!) / 2;
}

/** Mean of the values from `first` up to, not including, `end`; first < end. */
export function meanOf(ascending: Float32Array, first: number, end: number): number {
  let sum = 0;
  for (let k = first; k < end; k++) sum += ascending[k]!;
  return sum / (end - first);
}

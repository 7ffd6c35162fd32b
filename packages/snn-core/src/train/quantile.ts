// A quantile without sorting: of a million values only the few around the wanted place are ordered.

/**
 * The value that a share of the values does not exceed, between neighbours in proportion, as
 * `torch.quantile` does; 0 for none. NaN is not looked for.
 *
 * @param share From 0 to 1.
 */
export function quantile(values: Float32Array, share: number): number {
  if (values.length === 0) return 0;
  const place = share * (values.length - 1);
  const below = Math.floor(place);
  const work = values.slice();
  const low = select(work, below);
  if (below === place) return low;
  let high = Infinity;
  for (let i = below + 1; i < work.length; i++) high = Math.min(high, work[i]!);
  return low + (high - low) * (place - below);
}

/** Puts the value of rank `rank` at its place, smaller ones before it, larger ones behind (Hoare). */
function select(values: Float32Array, rank: number): number {
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const pivot = values[(from + to) >> 1]!;
    let [i, j] = [from, to];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const kept = values[i]!;
      values[i++] = values[j]!;
      values[j--] = kept;
    }
    if (rank <= j) to = j;
    else if (rank >= i) from = i;
    else break;
  }
  return values[rank]!;
}

// The places of the largest values, in linear time and without a doubt where two are alike.

/**
 * Indices of the `count` values of largest size, ascending; of alike ones the first. NaN is larger
 * than all, so that it is seen.
 *
 * @param count 0 .. values.length
 */
export function largest(values: Float32Array, count: number): Int32Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const { least, above } = border(bits, count);
  const indices = new Int32Array(count);
  let alike = count - above;
  let at = 0;
  for (let p = 0; p < bits.length && at < count; p++) {
    const size = bits[p]! & SIZE;
    if (size < least || (size === least && alike-- <= 0)) continue;
    indices[at++] = p;
  }
  return indices;
}

/** Without the sign the bits of a float32 are in the order of its size. */
const SIZE = 0x7fffffff;

/** The size of the last one that belongs to it, and how many are larger: first its upper bits. */
function border(bits: Uint32Array, count: number): { least: number; above: number } {
  const high = new Uint32Array(2 ** 15);
  for (const each of bits) high[(each & SIZE) >>> 16]! += 1;
  const upper = walk(high, count);
  const low = new Uint32Array(2 ** 16);
  for (const each of bits) if ((each & SIZE) >>> 16 === upper.bin) low[each & 0xffff]! += 1;
  const lower = walk(low, count - upper.above);
  return { least: upper.bin * 2 ** 16 + lower.bin, above: upper.above + lower.above };
}

/** From the top: the bin in which the `count`th lies, and how many lie above it. */
function walk(bins: Uint32Array, count: number): { bin: number; above: number } {
  let above = 0;
  for (let bin = bins.length - 1; bin > 0; bin--) {
    if (above + bins[bin]! >= count) return { bin, above };
    above += bins[bin]!;
  }
  return { bin: 0, above };
}

// Reading packed spikes on typed arrays: as spikes.ref.ts, row by row.

import type { PoolSpikesParams } from "./spikes.ts";

/** Arguments and result as `poolSpikesReference`. */
export function poolSpikesTyped(words: Int32Array, p: PoolSpikesParams): Float32Array {
  const { timesteps, batch, height, width, channels, pool } = p;
  const h2 = Math.floor(height / pool);
  const w2 = Math.floor(width / pool);
  const neurons = batch * height * width * channels;
  const pooled = new Float32Array(timesteps * batch * h2 * w2 * channels);
  const share = 1 / (pool * pool);
  for (let t = 0, to = 0; t < timesteps; t++) {
    const shift = t % 32;
    for (let line = 0; line < batch * h2; line++) {
      const top = Math.floor(line / h2) * height + (line % h2) * pool;
      const from = (t >> 5) * neurons + top * width * channels;
      for (let w = 0; w < w2; w++, to += channels) {
        for (let i = 0; i < pool; i++) {
          for (let j = 0; j < pool; j++) {
            const at = from + (i * width + w * pool + j) * channels;
            for (let c = 0; c < channels; c++) {
              pooled[to + c]! += ((words[at + c]! >>> shift) & 1) * share;
            }
          }
        }
      }
    }
  }
  return pooled;
}

/** Arguments and result as `countSpikesReference`: visits only the bits that are set. */
export function countSpikesTyped(
  words: Int32Array,
  timesteps: number,
  neurons: number,
): Float32Array {
  const counts = new Float64Array(timesteps);
  for (let i = 0; i < words.length; i++) {
    const first = i < neurons ? 0 : 32;
    for (let word = words[i]!; word !== 0; word &= word - 1) {
      counts[first + 31 - Math.clz32(word & -word)]! += 1;
    }
  }
  return Float32Array.from(counts);
}

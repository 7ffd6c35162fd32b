// Reading packed spikes in plain loops: the specification of `spikes.ts`.

import type { PoolSpikesParams } from "./spikes.ts";

/** Did neuron `i` of `neurons` fire at step `t`? 1 or 0. */
export function spikeAt(words: Int32Array, neurons: number, t: number, i: number): number {
  return (words[(t >> 5) * neurons + i]! >>> (t % 32)) & 1;
}

/** Mean of the spikes over windows; rows and columns left over are dropped. */
export function poolSpikesReference(words: Int32Array, p: PoolSpikesParams): Float32Array {
  const { timesteps, batch, height, width, channels, pool } = p;
  const h2 = Math.floor(height / pool);
  const w2 = Math.floor(width / pool);
  const neurons = batch * height * width * channels;
  const pooled = new Float32Array(timesteps * batch * h2 * w2 * channels);
  for (let t = 0; t < timesteps; t++) {
    for (let b = 0; b < batch; b++) {
      for (let h = 0; h < h2 * pool; h++) {
        for (let w = 0; w < w2 * pool; w++) {
          for (let c = 0; c < channels; c++) {
            const from = ((b * height + h) * width + w) * channels + c;
            const to =
              (((t * batch + b) * h2 + Math.floor(h / pool)) * w2 + Math.floor(w / pool)) *
                channels +
              c;
            pooled[to]! += spikeAt(words, neurons, t, from) / (pool * pool);
          }
        }
      }
    }
  }
  return pooled;
}

/** Spikes at each step, `[T]`. */
export function countSpikesReference(
  words: Int32Array,
  timesteps: number,
  neurons: number,
): Float32Array {
  const counts = new Float32Array(timesteps);
  for (let t = 0; t < timesteps; t++) {
    for (let i = 0; i < neurons; i++) counts[t]! += spikeAt(words, neurons, t, i);
  }
  return counts;
}

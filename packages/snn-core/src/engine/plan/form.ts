// How values lie in GPU memory between blocks: small integers packed along time, or floats.

/** Fields of `bits` bits, `perWord` steps of one neuron in a u32: `value = field scale`. */
export interface Packed {
  kind: "packed";
  bits: number;
  /** Steps in one word; the last word may hold fewer. */
  perWord: number;
  words: number;
  /** Fields are two's complement. */
  isSigned: boolean;
  scale: number;
}

/** `[steps, B, H, W, C]` f32; one step stands for all when the model has more (direct coding). */
export interface Dense {
  kind: "dense";
  steps: number;
}

export type Form = Packed | Dense;

/** What a field, or a float, counts for. */
export const scaleOf = (form: Form): number => (form.kind === "packed" ? form.scale : 1);

/** Words of equal length that hold `timesteps` fields of values from 0, or from `-largest`, to `largest`. */
export function packedForm(
  timesteps: number,
  largest: number,
  value: { isSigned: boolean; scale: number } = { isSigned: false, scale: 1 },
): Packed {
  const bits = Math.ceil(Math.log2(largest + 1)) + Number(value.isSigned);
  const words = Math.ceil(timesteps / Math.floor(32 / bits));
  return { kind: "packed", bits, perWord: Math.ceil(timesteps / words), words, ...value };
}

/** Spikes: one bit a step. */
export const spikeForm = (timesteps: number): Packed => packedForm(timesteps, 1);

/** Mean of the spikes of a window of `pool` x `pool` neurons: their count, scaled. */
export const pooledForm = (timesteps: number, pool: number): Packed =>
  packedForm(timesteps, pool * pool, { isSigned: false, scale: 1 / (pool * pool) });

/** Mean of signed spikes (-1, 0, 1) of a window. */
export const signedForm = (timesteps: number, pool: number): Packed =>
  packedForm(timesteps, pool * pool, { isSigned: true, scale: 1 / (pool * pool) });

/** Channels as kernels see them: whole groups of four, the rest zero. */
export const padded = (channels: number): number => Math.ceil(channels / 4) * 4;

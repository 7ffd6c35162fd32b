// Sizes shared by the convolution kernels, and the few lines of WGSL they have in common.
// Their inner loops are unrolled in the source: only then do accumulators live in registers.

/** Stride 1, same padding: a map keeps its height and width. */
export interface ConvParams {
  /** Maps: T x B for dense input, B for packed spikes. */
  frames: number;
  height: number;
  width: number;
  /** Channels in and out. */
  from: number;
  to: number;
  /** Side of the filter. */
  kernel: number;
  /** Rows and columns before the first; default: `padding(kernel)`. */
  pad?: number;
}

export interface SpikeConvParams extends ConvParams {
  timesteps: number;
}

/** Rows and columns before the first; an even filter has one more behind the last. */
export const padding = (kernel: number): number => Math.floor((kernel - 1) / 2);

export const lanes = (channels: number): 1 | 4 => (channels % 4 === 0 ? 4 : 1);

/** Groups of four channels, the last one perhaps not full. */
export const quads = (channels: number): number => Math.ceil(channels / 4);

export const unroll = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");

/** Four channels from `quad` on of the row of `channels` values that starts at `row * channels`. */
export function loadQuad(name: string, buffer: string, channels: number, convert = "f32"): string {
  const value = (at: string) => `${buffer}[${at}]`;
  const type = `vec4<${convert}>`;
  if (lanes(channels) === 4) {
    return `fn ${name}(row: i32, quad: i32) -> ${type} { return ${type}(${value(`row * ${channels / 4} + quad`)}); }`;
  }
  const at = `row * ${channels} + quad * 4`;
  const parts = [0, 1, 2, 3].map((i) => `${convert}(${value(`${at} + ${i}`)})`);
  return `fn ${name}(row: i32, quad: i32) -> ${type} { return ${type}(${parts.join(", ")}); }`;
}

/** Writes the part of four channels that exists. */
export function storeQuad(name: string, channels: number): string {
  if (lanes(channels) === 4) {
    return `fn ${name}(row: i32, quad: i32, value: vec4<f32>) { result[row * ${channels / 4} + quad] = value; }`;
  }
  const lines = unroll(
    4,
    (i) =>
      `if (quad * 4 + ${i} < ${channels}) { result[row * ${channels} + quad * 4 + ${i}] = value[${i}]; }`,
  );
  return `fn ${name}(row: i32, quad: i32, value: vec4<f32>) { ${lines} }`;
}

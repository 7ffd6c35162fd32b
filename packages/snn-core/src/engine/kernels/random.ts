// The draws of `random/counter.ts` in WGSL, bit for bit.

/** `mix32`, `sub_seed` and `draw`. */
export const RANDOM = /* wgsl */ `
fn mix32(value: u32) -> u32 {
  var x = value;
  x = (x ^ (x >> 16u)) * 0x7feb352du;
  x = (x ^ (x >> 15u)) * 0x846ca68bu;
  return x ^ (x >> 16u);
}
fn sub_seed(seed: u32, label: u32) -> u32 { return mix32(mix32(seed) + label * 0x9e3779b9u); }
/** 24 bits: the uniform value is this over 2^24. */
fn draw(seed: u32, position: u32) -> u32 { return mix32(seed ^ mix32(position + 0x6a09e667u)) >> 8u; }`;

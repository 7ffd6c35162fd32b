// Convolution of pictures whose lanes differ in channels out: a lane keeps its filters of the three colours
// in registers and walks a run of pixels, so that a field is unpacked once for all lanes, and what they
// write lies side by side.

import { divisorUpTo, realOfFour } from "./conv-sizes.ts";
import { handed, pixelsAtOnce, placeWords, readWords, unitsOf, unpackWords } from "./lane-words.ts";
import type { PackedConvParams, PackedConvVariant } from "./packed-form.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";

type LaneConvVariant = Pick<PackedConvVariant, "quads" | "lanes">;

/** Pixels that a subgroup walks, at most: enough to be worth the reading of the filters. */
const RUN = 32;

/** As `packedConv`, for sizes that fit (`fitsLanes`). */
export function laneConv(p: PackedConvParams, variant: LaneConvVariant): Shader {
  const { quads, lanes } = variant;
  const pixels = pixelsAtOnce(p, lanes);
  const groups = p.to / 4 / quads / lanes;
  const all = (p.images.count * p.height * p.width) / pixels;
  const run = divisorUpTo(all, RUN / pixels);
  return shader({
    name: "packed_conv",
    bindings: [read("x", "u32"), read("w", "vec4<f32>"), write("y", "vec4<f32>")],
    workgroup: lanes,
    invocations: groups * (all / run) * lanes,
    keepsAll: true,
    subgroups: true,
    body: /* wgsl */ `
      let quad = ((group % ${groups}) * ${lanes} + i32(subgroup_lane)) * ${quads};
      let start = (group / ${groups}) * ${run * p.form.words};
      ${placeWords(p, lanes)}
      ${unroll(unitsOf(p), (unit) => unroll(quads, (n) => `let w${unit}_${n} = w[${weightAt(p, unit)} + ${n}];`))}
      for (var i = start; i < start + ${run * p.form.words}; i++) {
        ${readWords(p, lanes, pixels)}
        for (var t = 0; t < min(${p.form.perWord}, ${p.timesteps} - word * ${p.form.perWord}); t++) {
          ${sums(p, variant)}
          ${store(p, variant)}
        }
      }`,
  });
}

/** Where the weights of a unit lie: the fourth, empty colour has some, too. */
function weightAt(p: PackedConvParams, unit: number): string {
  const real = realOfFour(p);
  return `${(Math.floor(unit / real) * p.from + (unit % real)) * (p.to / 4)} + quad`;
}

/** `a<m>_<n>`: the sums of step `t` of the word at pixel `cell + m`, unscaled. */
function sums(p: PackedConvParams, { quads, lanes }: LaneConvVariant): string {
  const pixels = pixelsAtOnce(p, lanes);
  const add = (unit: number) =>
    unroll(
      pixels,
      (m) => /* wgsl */ `{ let s = ${handed(m, unit, lanes)};
        ${unroll(quads, (n) => `a${m}_${n} = fma(s, w${unit}_${n}, a${m}_${n});`)} }`,
    );
  return /* wgsl */ `
    let shift = u32(t) * ${p.form.bits}u;
    ${unpackWords(p, lanes, pixels)}
    ${unroll(pixels, (m) => unroll(quads, (n) => `var a${m}_${n} = vec4<f32>(0.0);`))}
    ${unroll(unitsOf(p), add)}`;
}

function store(p: PackedConvParams, { quads, lanes }: LaneConvVariant): string {
  const pixels = pixelsAtOnce(p, lanes);
  const { form, images, height, width, to } = p;
  const frame = `(word * ${form.perWord} + t) * ${images.count} + frame`;
  return /* wgsl */ `
    let at = ((${frame}) * ${height * width} + cell) * ${to / 4} + quad;
    ${unroll(pixels, (m) => unroll(quads, (n) => `y[at + ${(m * to) / 4 + n}] = a${m}_${n} * ${float(form.scale)};`))}`;
}

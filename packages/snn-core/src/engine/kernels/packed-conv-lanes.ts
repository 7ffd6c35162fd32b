// Convolution of pictures whose lanes differ in channels out: a lane keeps its filters of the three colours
// in registers and walks a run of pixels, so that a field is unpacked once for all lanes, and what they
// write lies side by side.

import { divisorUpTo, realOfFour } from "./conv-sizes.ts";
import { handed, placeWords, readWords, unitsOf, unpackWords } from "./lane-words.ts";
import type { PackedConvParams } from "./packed-form.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";

export interface LaneConvVariant {
  /** Steps that a thread makes at once, at most. */
  steps: number;
  /** Groups of four channels that a thread makes. */
  quads: number;
  lanes: number;
}

/** Pixels that a subgroup walks, at most: enough to be worth the reading of the filters. */
const RUN = 32;

/** As `packedConv`, for sizes that fit (`fitsLanes`). */
export function laneConv(p: PackedConvParams, variant: LaneConvVariant): Shader {
  const { quads, lanes } = variant;
  const steps = divisorUpTo(p.form.perWord, variant.steps);
  const groups = p.to / 4 / quads / lanes;
  const pixels = p.images.count * p.height * p.width;
  const run = divisorUpTo(pixels, RUN);
  return shader({
    name: "packed_conv",
    bindings: [read("x", "u32"), read("w", "vec4<f32>"), write("y", "vec4<f32>")],
    workgroup: lanes,
    invocations: groups * (pixels / run) * lanes,
    keepsAll: true,
    subgroups: true,
    body: /* wgsl */ `
      let quad = ((group % ${groups}) * ${lanes} + i32(subgroup_lane)) * ${quads};
      let start = (group / ${groups}) * ${run * p.form.words};
      ${placeWords(p, lanes)}
      ${unroll(unitsOf(p), (unit) => unroll(quads, (n) => `let w${unit}_${n} = w[${weightAt(p, unit)} + ${n}];`))}
      for (var i = start; i < start + ${run * p.form.words}; i++) {
        ${readWords(p, lanes)}
        for (var first = 0; first < ${p.form.perWord}; first += ${steps}) {
          ${sums(p, { quads, lanes, steps })}
          ${unroll(steps, (t) => store(p, quads, t))}
        }
      }`,
  });
}

/** Where the weights of a unit lie: the fourth, empty colour has some, too. */
function weightAt(p: PackedConvParams, unit: number): string {
  const real = realOfFour(p);
  return `${(Math.floor(unit / real) * p.from + (unit % real)) * (p.to / 4)} + quad`;
}

/** `a<t>_<n>`: the sums of step `first + t` of the word, unscaled. */
function sums(p: PackedConvParams, { quads, lanes, steps }: LaneConvVariant): string {
  const add = (unit: number) =>
    unroll(
      steps,
      (t) => /* wgsl */ `{ let s = ${handed(unit, lanes, `s${t}_`)};
        ${unroll(quads, (n) => `a${t}_${n} = fma(s, w${unit}_${n}, a${t}_${n});`)} }`,
    );
  return /* wgsl */ `
    ${unroll(
      steps,
      (t) => `let shift${t} = u32(first + ${t}) * ${p.form.bits}u;
        ${unpackWords(p, lanes, `s${t}_`, `shift${t}`)}
        ${unroll(quads, (n) => `var a${t}_${n} = vec4<f32>(0.0);`)}`,
    )}
    ${unroll(unitsOf(p), add)}`;
}

function store(p: PackedConvParams, quads: number, t: number): string {
  const { form, timesteps, images, height, width, to } = p;
  const step = `word * ${form.perWord} + first + ${t}`;
  const at = `((${step}) * ${images.count * height * width} + frame * ${height * width} + cell) * ${to / 4} + quad`;
  const lines = unroll(quads, (n) => `y[${at} + ${n}] = a${t}_${n} * ${float(form.scale)};`);
  return timesteps === form.words * form.perWord
    ? lines
    : `if (${step} < ${timesteps}) { ${lines} }`;
}

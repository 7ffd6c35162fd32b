// Convolution of pictures whose lanes differ in channels out: a lane keeps its filters of the three colours
// in registers and walks a run of pixels, so that a value is read, or unpacked, once for all lanes, and
// what they write lies side by side.

import { scaleOf } from "../plan/form.ts";
import { type FilteredMaps, realOfFour, rowsOf } from "./conv-sizes.ts";
import {
  eachStep,
  handed,
  type LaneSizes,
  pixelsAtOnce,
  placeLane,
  teamsOf,
  turnsOf,
  unitsOf,
  valueType,
} from "./lane-words.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";

/** Turns of a walk, at most: enough to be worth the reading of the filters. */
const WALK = 32;

/** As `packedConv`, or forward as `tileConv`, for sizes that fit (`fitsLanes`). */
export function laneConv(p: FilteredMaps, sizes: LaneSizes): Shader {
  const { quads, lanes } = sizes;
  const groups = p.to / 4 / quads / teamsOf(p, sizes).span;
  const all = turnsOf(p, sizes, rowsOf(p));
  const perWalk = Math.min(WALK, all);
  return shader({
    name: "lane_conv",
    bindings: [read("x", valueType(p)), read("w", "vec4<f32>"), write("y", "vec4<f32>")],
    workgroup: lanes,
    invocations: groups * Math.ceil(all / perWalk) * lanes,
    keepsAll: true,
    subgroups: true,
    body: /* wgsl */ `
      ${placeLane(p, sizes, `(group % ${groups})`)}
      ${unroll(unitsOf(p), (unit) => unroll(quads, (n) => `let w${unit}_${n} = w[${weightAt(p, unit)} + ${n}];`))}
      let begin = (group / ${groups}) * ${perWalk};
      for (var i = begin; i < min(begin + ${perWalk}, ${all}); i++) {
        ${eachStep(p, sizes, makeStep(p, sizes))}
      }`,
  });
}

/** Where the weights of a unit lie: the fourth, empty colour has some, too. */
function weightAt(p: FilteredMaps, unit: number): string {
  const real = realOfFour(p);
  return `${(Math.floor(unit / real) * p.from + (unit % real)) * (p.to / 4)} + quad`;
}

/** Sums one step of some pixels, `a<m>_<n>`, and writes them. */
function makeStep(p: FilteredMaps, sizes: LaneSizes): string {
  const { height, width, to } = p;
  const { quads } = sizes;
  const each = (line: (m: number, n: number) => string) =>
    unroll(pixelsAtOnce(p, sizes), (m) => unroll(quads, (n) => line(m, n)));
  const add = (unit: number) =>
    unroll(
      pixelsAtOnce(p, sizes),
      (m) => /* wgsl */ `{ let s = ${handed(p, sizes, m, unit)};
        ${unroll(quads, (n) => `a${m}_${n} = fma(s, w${unit}_${n}, a${m}_${n});`)} }`,
    );
  return /* wgsl */ `
    ${each((m, n) => `var a${m}_${n} = vec4<f32>(0.0);`)}
    ${unroll(unitsOf(p), add)}
    let at = (map * ${height * width} + cell) * ${to / 4} + quad;
    ${each((m, n) => `y[at + ${(m * to) / 4 + n}] = a${m}_${n} * ${float(scaleOf(p.form))};`)}`;
}

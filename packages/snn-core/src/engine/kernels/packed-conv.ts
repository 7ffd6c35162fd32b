// Convolution of packed spikes: one thread makes one pixel, or with few steps a run of them, by some
// groups of four channels for a block of timesteps. A word and a weight are read once and serve every
// step of the block.

import type { Packed } from "../plan/form.ts";
import { type ConvSizes, divisorUpTo, padding } from "./conv-sizes.ts";
import { laneConv } from "./lane-conv.ts";
import { fitsLanes } from "./lane-words.ts";
import { fieldOf, type PackedConvParams, type PackedConvVariant } from "./packed-form.ts";
import { type RunTile, sumRun, weightsOfRun } from "./packed-run.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";
import {
  accessOf,
  isShared,
  loadWeights,
  placeThread,
  sharingOf,
  type WeightAccess,
  weightStorage,
  weightValue,
} from "./shared-weights.ts";

/** Steps of a block: those of a word, or a part that divides it. */
export const blockSteps = ({ perWord }: Packed, limit: number): number =>
  divisorUpTo(perWord, limit);

/**
 * `x` `[words, B, H, W, from]`, `w` `[k, k, from, to]` -> `y` `[T, count, H, W, to]`.
 * Bindings: x, w, y.
 */
export function packedConv(p: PackedConvParams, variant: PackedConvVariant): Shader {
  if (variant.weights === "lane" && fitsLanes(p, variant)) {
    return laneConv({ ...p, steps: p.timesteps }, variant);
  }
  const steps = blockSteps(p.form, variant.steps);
  const quads = divisorUpTo(p.to / 4, variant.quads);
  // With few steps a thread has registers left for more pixels.
  const run = divisorUpTo(p.width, Math.floor(variant.steps / steps));
  const runs = (p.images.count * p.height * p.width) / run;
  const blocks = Math.ceil(p.timesteps / steps);
  const access = sharingOf(accessOf(variant), runs * blocks);
  const place = placeThread(access, p.to / 4 / quads, quads, runs * blocks);
  const sums =
    run > 1
      ? sumsOfRun(p, { run, steps, quads, access })
      : sumsOfPixel(p, { steps, quads, access });
  return shader({
    name: "packed_conv",
    bindings: [read("x", "u32"), read("w", "vec4<f32>"), write("y", "vec4<f32>")],
    workgroup: place.workgroup,
    invocations: place.invocations,
    keepsAll: isShared(access),
    subgroups: access.weights === "subgroup",
    declarations: weightStorage(access, sums.weights),
    body: /* wgsl */ `
      ${place.code}
      let pixel = (line % ${runs}) * ${run};
      let block = line / ${runs};
      ${sums.code}
      if (wanted < ${runs * blocks}) { ${store(p, { run, steps, quads }, sums.name)} }`,
  });
}

/** Statements that leave sums, what these are called, and groups of four weights fetched together. */
interface Sums {
  code: string;
  name: (m: number, t: number, n: number) => string;
  weights: number;
}

function sumsOfPixel(p: PackedConvParams, tile: Omit<PackedTile, "block">): Sums {
  const whole = { ...tile, block: "block" };
  return {
    code: sumTaps(p, whole),
    name: (_, t, n) => `a${t}_${n}`,
    weights: inputsAtOnce(p, whole) * tile.quads,
  };
}

function sumsOfRun(
  p: PackedConvParams,
  tile: Pick<RunTile, "run" | "steps" | "quads" | "access">,
): Sums {
  const { shift, firstWord } = wordsOf(p, { steps: tile.steps, block: "block" });
  const inputs = inputsAtOnce(p, { quads: tile.quads * p.kernel, access: tile.access });
  const whole = { ...tile, shift, firstWord, inputs };
  return {
    code: sumRun(p, whole),
    name: (m, t, n) => `a${m}_${t}_${n}`,
    weights: weightsOfRun(p, whole),
  };
}

function store(
  p: PackedConvParams,
  { run, steps, quads }: Pick<RunTile, "run" | "steps" | "quads">,
  name: Sums["name"],
): string {
  const pixels = p.images.count * p.height * p.width;
  return unroll(steps, (t) => {
    const at = (m: number, n: number) =>
      `((block * ${steps} + ${t}) * ${pixels} + pixel + ${m}) * ${p.to / 4} + quad + ${n}`;
    const line = (m: number, n: number) =>
      `y[${at(m, n)}] = ${name(m, t, n)} * ${float(p.form.scale)};`;
    const lines = unroll(run, (m) => unroll(quads, (n) => line(m, n)));
    return p.timesteps % steps === 0
      ? lines
      : `if (block * ${steps} + ${t} < ${p.timesteps}) { ${lines} }`;
  });
}

interface PackedTile {
  steps: number;
  quads: number;
  /** Expression of the block of steps. */
  block: string;
  access: WeightAccess;
}

/** Channels in whose weights are fetched together. */
function inputsAtOnce(
  { from, realFrom = from }: ConvSizes,
  { quads, access }: Pick<PackedTile, "quads" | "access">,
): number {
  if (access.weights === "thread") return 1;
  const limit = access.weights === "subgroup" ? Math.max(1, Math.floor(access.lanes / quads)) : 16;
  return divisorUpTo(realFrom, limit);
}

/**
 * Statements that leave in `a<t>_<n>` the sums for step `t` of `block` and channels `quad + n`;
 * unscaled. `pixel` counts the pixels of the images treated.
 */
export function sumTaps(p: PackedConvParams, tile: PackedTile): string {
  const { height: H, width: W, kernel: K, from, realFrom = from } = p;
  const { steps, quads, access } = tile;
  const { shift, firstWord, words } = wordsOf(p, tile);
  const plane = p.images.batch * H * W * from;
  const inputs = inputsAtOnce(p, tile);
  const weightPlace = (index: string) =>
    `(ws + k + ${index} / ${quads}) * ${p.to / 4} + quad + ${index} % ${quads}`;
  const multiply = (input: number) => /* wgsl */ `{
    ${unroll(quads, (n) => `let f${n} = ${weightValue(access, input * quads + n)};`)}
    ${unroll(words, (v) => {
      const fields = unroll(Math.min(steps, p.form.perWord), (t) => {
        const step = v * p.form.perWord + t;
        return `{ let s = ${fieldOf(p.form, "u", `${t * p.form.bits}u`)};
          ${unroll(quads, (n) => `a${step}_${n} = fma(vec4<f32>(s), f${n}, a${step}_${n});`)} }`;
      });
      const word = `x[xs + k + ${v * plane + input}] >> shift`;
      // Outside the map a thread that must stay counts zeros.
      return isShared(access)
        ? `{ var u = 0u; if (inside) { u = ${word}; } ${fields} }`
        : `{ let u = ${word}; ${fields} }`;
    })}
  }`;
  return /* wgsl */ `
    let row = (pixel / ${W}) % ${H};
    let column = pixel % ${W};
    let image = ${p.images.first} + pixel / ${H * W};
    let shift = ${shift};
    ${unroll(steps, (t) => unroll(quads, (n) => `var a${t}_${n} = vec4<f32>(0.0);`))}
    for (var i = 0; i < ${K}; i++) {
      for (var j = 0; j < ${K}; j++) {
        let r = row + i - ${padding(K)};
        let c = column + j - ${padding(K)};
        let inside = r >= 0 && r < ${H} && c >= 0 && c < ${W};
        ${isShared(access) ? "" : "if (!inside) { continue; }"}
        let xs = ((image * ${H} + r) * ${W} + c) * ${from} + (${firstWord}) * ${plane};
        let ws = (i * ${K} + j) * ${from};
        for (var k = 0; k < ${realFrom}; k += ${inputs}) {
          ${loadWeights(access, inputs * quads, weightPlace)}
          ${unroll(inputs, multiply)}
        }
      }
    }`;
}

/** Where a block's steps begin: in which word, at which bit, and over how many words. */
function wordsOf(
  { form }: PackedConvParams,
  { steps, block }: Pick<PackedTile, "steps" | "block">,
) {
  const { perWord, bits } = form;
  if (steps >= perWord) {
    const words = steps / perWord;
    return { shift: "0u", firstWord: `${block} * ${words}`, words };
  }
  const parts = perWord / steps;
  const shift = `u32(${block} % ${parts}) * ${steps * bits}u`;
  return { shift, firstWord: `${block} / ${parts}`, words: 1 };
}

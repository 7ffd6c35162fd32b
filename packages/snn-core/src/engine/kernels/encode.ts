// Pictures to the network's input, on the GPU: bytes of the shard, chosen by an index list,
// normalised to [-1, 1], pooled where the model pools first, then direct or signed Poisson coding.
// The draws are those of `data/encode.ts`, bit for bit.

import type { Packed } from "../plan/form.ts";
import type { Source } from "../plan/network.ts";
import { RANDOM } from "./random.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";

interface EncodeParams {
  source: Source;
  timesteps: number;
  batch: number;
}

/** `pixel / 127.5 - 1`, rounded once: in whole numbers, since division may be inexact on a GPU. */
const NORMALISED = /* wgsl */ `
fn normalised(pixel: i32) -> f32 {
  let distance = 2 * pixel - 255;
  let size = u32(abs(distance));
  let shift = countLeadingZeros(size) - 24u;
  let digits = ((size << (24u + shift)) + 127u) / 255u;
  return f32(sign(distance)) * f32(digits) * f32(1u << (7u - shift)) * ${float(2 ** -31)};
}`;

/** `pixels` bytes `[count, C, H, W]`, `job` (seed, then indices `[B]`) -> input. */
export function encode(p: EncodeParams): Shader {
  const { source, batch } = p;
  const [c, h, w] = source.picture;
  const { height, width, channels } = source.out;
  const cells = batch * height * width * channels;
  const isPacked = source.form.kind === "packed";
  return shader({
    name: source.form.kind === "packed" ? "encode_poisson" : "encode_direct",
    bindings: [read("pixels", "u32"), read("job", "u32"), write("out", isPacked ? "u32" : "f32")],
    declarations: /* wgsl */ `${isPacked ? RANDOM : NORMALISED}
      fn pixel_at(index: u32) -> i32 { return i32((pixels[index / 4u] >> (8u * (index % 4u))) & 255u); }`,
    invocations: cells,
    body: /* wgsl */ `
      let c = id % ${channels};
      let column = (id / ${channels}) % ${width};
      let row = (id / ${channels * width}) % ${height};
      let image = id / ${channels * width * height};
      let picture = job[1 + image] * ${c * h * w}u;
      ${source.form.kind === "packed" ? poisson(p, source.form, cells) : direct(p)}`,
  });
}

/** Calls `body` for each pixel of the window; `i` is its place in the picture. */
const window = ({ source }: EncodeParams, body: string) => {
  const [, h, w] = source.picture;
  return /* wgsl */ `
    for (var dy = 0; dy < ${source.pool}; dy++) {
      for (var dx = 0; dx < ${source.pool}; dx++) {
        let i = u32((c * ${h} + row * ${source.pool} + dy) * ${w} + column * ${source.pool} + dx);
        ${body}
      }
    }`;
};

function direct(p: EncodeParams): string {
  const { source } = p;
  return /* wgsl */ `
    var sum = 0.0;
    if (c < ${source.picture[0]}) {
      ${window(p, "sum += normalised(pixel_at(picture + i));")}
    }
    out[id] = sum * ${float(1 / source.pool ** 2)};`;
}

/** A spike when `2 U <= |x|`, in whole numbers: `255 draw <= |2 pixel - 255| 2^23`. */
function poisson(p: EncodeParams, form: Packed, cells: number): string {
  const [c, h, w] = p.source.picture;
  const { perWord, bits } = form;
  const word = (t: number) => `word${Math.floor(t / perWord)}`;
  const place = (t: number) => `${(t % perWord) * bits}u`;
  return /* wgsl */ `
    ${unroll(p.timesteps, (t) => `var s${t} = 0;`)}
    if (c < ${c}) {
      let stream = sub_seed(job[0], picture);
      ${window(
        p,
        `let x = 2 * pixel_at(picture + i) - 255;
         ${unroll(p.timesteps, (t) => `if (255u * draw(stream, ${t * c * h * w}u + i) <= u32(abs(x)) << 23u) { s${t} += sign(x); }`)}`,
      )}
    }
    ${unroll(form.words, (v) => `var word${v} = 0u;`)}
    ${unroll(p.timesteps, (t) => `${word(t)} |= (bitcast<u32>(s${t}) & ${2 ** bits - 1}u) << ${place(t)};`)}
    ${unroll(form.words, (v) => `out[${v * cells} + id] = word${v};`)}`;
}

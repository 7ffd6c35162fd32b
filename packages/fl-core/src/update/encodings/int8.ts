// 8 bits a value: whole multiples of one scale a tensor, rounded up or down by chance so that their
// mean is the value.

import { SpikefedError } from "@spikefed/protocol";

import type { Random } from "../../random/generator.ts";
import type { Encoding } from "./encoding.ts";

/** Largest code; -128 is not used, so that both signs reach as far. */
const MOST = 127;

/**
 * `value = code * scale`, with `scale = max |value| / 127` and `code = floor(value / scale + u)`, u
 * uniform in [0, 1): right on average, less than one scale beside it (QSGD's rounding).
 *
 * @see Alistarh et al., QSGD, NeurIPS 2017, section 3.1.
 */
export const int8: Encoding = {
  parts: ({ name, shape }) => [
    { name, dtype: "I8", shape },
    { name: `${name}.scale`, dtype: "F32", shape: [1] },
  ],
  write: (values, random) => {
    const scale = scaleOf(values);
    return [codesOf(values, scale, random), Float32Array.of(scale)];
  },
  read: ({ name }, [codes, scales], into) => {
    const scale = (scales as Float32Array)[0]!;
    checkScale(name, scale);
    (codes as Int8Array).forEach((code, p) => {
      if (code < -MOST) refuse(name, `code ${code} at ${p}`);
      into[p] = code * scale;
    });
  },
};

/** A float32; no number where a value is none. */
function scaleOf(values: Float32Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return Math.fround(most / MOST);
}

function codesOf(values: Float32Array, scale: number, random: Random): Int8Array<ArrayBuffer> {
  const codes = new Int8Array(values.length);
  if (scale === 0) return codes;
  values.forEach((value, p) => {
    const draw = (random.bits() >>> 8) * 2 ** -24;
    const code = Math.floor(value / scale + draw);
    codes[p] = Math.min(Math.max(code, -MOST), MOST); // the scale is rounded: 127 may be passed by 1e-5
  });
  return codes;
}

function checkScale(tensor: string, scale: number): void {
  if (!Number.isFinite(scale)) {
    throw new SpikefedError("update/not-finite", {
      ...{ tensor: `${tensor}.scale`, index: 0, value: scale },
    });
  }
  if (scale < 0) refuse(`${tensor}.scale`, `scale ${scale}`);
}

function refuse(tensor: string, why: string): never {
  throw new SpikefedError("update/encoding", { tensor, encoding: "int8", why });
}

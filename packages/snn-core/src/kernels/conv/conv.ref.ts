// Convolution (stride 1, same padding) and its gradients in plain loops: the specification.

import { type ConvParams, padding } from "./geometry.ts";

/** Calls `visit` with the index of every pair (input, output) that a tap joins. */
function eachTap(
  { frames, height, width, kernel, pad = padding(kernel) }: ConvParams,
  visit: (tap: number, from: number, to: number) => void,
): void {
  for (let line = 0; line < frames * height; line++) {
    for (let w = 0; w < width; w++) {
      for (let i = 0; i < kernel; i++) {
        for (let j = 0; j < kernel; j++) {
          const row = (line % height) + i - pad;
          const column = w + j - pad;
          if (row < 0 || row >= height || column < 0 || column >= width) continue;
          visit(i * kernel + j, (line + i - pad) * width + column, line * width + w);
        }
      }
    }
  }
}

/** `x` `[F, H, W, from]`, `w` `[k, k, from, to]` -> `[F, H, W, to]`. */
export function convReference(x: Float32Array, w: Float32Array, p: ConvParams): Float32Array {
  const y = new Float64Array(p.frames * p.height * p.width * p.to);
  eachTap(p, (tap, from, to) => {
    for (let c = 0; c < p.from; c++) {
      for (let o = 0; o < p.to; o++) {
        y[to * p.to + o]! += x[from * p.from + c]! * w[(tap * p.from + c) * p.to + o]!;
      }
    }
  });
  return Float32Array.from(y);
}

/** Gradient of `x`: `[F, H, W, from]`. */
export function inputGradientReference(
  dy: Float32Array,
  w: Float32Array,
  p: ConvParams,
): Float32Array {
  const dx = new Float64Array(p.frames * p.height * p.width * p.from);
  eachTap(p, (tap, from, to) => {
    for (let c = 0; c < p.from; c++) {
      for (let o = 0; o < p.to; o++) {
        dx[from * p.from + c]! += dy[to * p.to + o]! * w[(tap * p.from + c) * p.to + o]!;
      }
    }
  });
  return Float32Array.from(dx);
}

/** Gradient of `w`: `[k, k, from, to]`. */
export function weightGradientReference(
  x: Float32Array,
  dy: Float32Array,
  p: ConvParams,
): Float32Array {
  const dw = new Float64Array(p.kernel * p.kernel * p.from * p.to);
  eachTap(p, (tap, from, to) => {
    for (let c = 0; c < p.from; c++) {
      for (let o = 0; o < p.to; o++) {
        dw[(tap * p.from + c) * p.to + o]! += x[from * p.from + c]! * dy[to * p.to + o]!;
      }
    }
  });
  return Float32Array.from(dw);
}

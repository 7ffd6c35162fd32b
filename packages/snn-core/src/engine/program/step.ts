// A dispatch as data: a kernel and the named buffers, or parts of them, that it binds in order.

import type { Shader } from "../kernels/shader.ts";
import type { Region } from "../parameters.ts";

/** All of a buffer by its name, or a part of it in bytes. */
export type Bound = string | { name: string; offset: number; size: number };

export interface Step {
  /** Kernel and block, as errors and traces show them. */
  label: string;
  shader: Shader;
  bound: readonly Bound[];
  /** Floating-point operations, for the benchmark; 0 where they are not what it costs. */
  flops: number;
}

/** A tensor of a flat f32 buffer. */
export const regionOf = (name: string, region: Region): Bound => ({
  name,
  offset: 4 * region.offset,
  size: 4 * region.length,
});

export const stepOf = (
  label: string,
  shader: Shader,
  bound: readonly Bound[],
  flops = 0,
): Step => ({ label: `${shader.name} ${label}`, shader, bound, flops });

// One thing to measure: a kernel of the engine on real buffers, and the same work in tfjs's ops.

import type { EngineGpu } from "../engine/device/gpu.ts";
import type { MarkKind } from "./roofline.ts";
import type { Work } from "./timing.ts";

export interface Workload {
  /** Kernel and shape, in words. */
  name: string;
  kind: MarkKind;
  /** What it is held against. */
  baseline: string;
  /** Floating-point operations, counted from the equations. */
  flops: number;
  /** Bytes that must come from memory or go there. */
  bytes: number;
  open(gpu: EngineGpu): Promise<OpenWorkload>;
}

/** A workload with its inputs on the device. */
export interface OpenWorkload {
  /** Dispatches of one run of ours. */
  dispatches: number;
  ours: Work;
  theirs: Work;
  /** How far our result is from tfjs's; runs both. */
  error(): Promise<number>;
  dispose(): void;
}

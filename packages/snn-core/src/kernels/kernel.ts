// A WebGPU kernel as data, and the one function that runs it on tfjs's device and queue.
// tfjs programs have exactly one output; sizes are written into the source, so the cache key
// holds every parameter.

import * as tf from "@tensorflow/tfjs-core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

/** Invocations per workgroup: a multiple of every wave size in use (4 to 64). */
export const WORKGROUP = 64;

export interface KernelInput {
  name: string;
  type: "f32" | "i32";
  /** Values per array element in the source: 4 reads `vec4`. */
  width: 1 | 4;
}

export interface Kernel<P> {
  name: string;
  inputs: (params: P) => KernelInput[];
  output: (params: P) => { type: "f32" | "i32"; width: 1 | 4; shape: number[] };
  /** Threads needed; the grid is folded in two dimensions above 65,535 workgroups. */
  invocations: (params: P) => number;
  /** Declares `fn run(index: i32)`, called for each invocation; reads inputs by name, writes `result`. */
  wgsl: (params: P) => string;
}

/** Runs `kernel` once. The inputs are not changed; the result belongs to the caller. */
export function runKernel<P extends object>(
  kernel: Kernel<P>,
  params: P,
  inputs: readonly tf.TensorInfo[],
): tf.Tensor {
  const backend = tf.backend() as WebGPUBackend;
  const output = kernel.output(params);
  const size = output.shape.reduce((product, n) => product * n, 1);
  const flat = inputs.map(({ dataId, shape, dtype }) => ({
    dataId,
    dtype,
    shape: [shape.reduce((product, n) => product * n, 1)],
  }));
  const dtype = output.type === "f32" ? "float32" : "int32";
  const program = programOf(kernel, params, size);
  const threads = [{ type: "int32", data: [kernel.invocations(params)] }];
  const info = backend.runWebGPUProgram(program, flat, dtype, threads);
  return tf.engine().makeTensorFromTensorInfo({ ...info, shape: output.shape });
}

type Program = Parameters<WebGPUBackend["runWebGPUProgram"]>[0];

function programOf<P extends object>(kernel: Kernel<P>, params: P, size: number): Program {
  const inputs = kernel.inputs(params);
  const output = kernel.output(params);
  return {
    variableNames: inputs.map(({ name }) => name),
    variableComponents: inputs.map(({ width }) => width),
    outputComponent: output.width,
    outputShape: [size],
    shaderKey: `spikefed_${kernel.name}_${JSON.stringify(params)}`,
    workgroupSize: [WORKGROUP, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(kernel.invocations(params) / WORKGROUP), 1, 1],
    uniforms: "threads : i32,",
    getUserCode: () => `${kernel.wgsl(params)}
      fn main(index: i32) { if (index < uniforms.threads) { run(index); } }`,
  };
}

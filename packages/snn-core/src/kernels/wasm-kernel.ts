// A WebAssembly kernel as data, and the one function that runs it: in the memory of tfjs's wasm
// backend, on its tensors, without a copy. Sizes are constants of the code, as in the WGSL kernels.

import * as tf from "@tensorflow/tfjs-core";

import type { Code, Local } from "../wasm/code.ts";
import { moduleBytes, type Scope } from "../wasm/module.ts";

export interface WasmOutput {
  type: "float32" | "int32";
  shape: number[];
}

export interface WasmKernel<P> {
  name: string;
  /** Tensors that it reads. */
  inputs: (params: P) => number;
  outputs: (params: P) => WasmOutput[];
  /** The code, given the addresses of inputs and outputs. Outputs are not zero at the start. */
  code: (params: P, scope: Scope, inputs: Local[], outputs: Local[]) => Code;
}

/** What tfjs's backend has and we need; all of it is there at run time. */
interface WasmBackend {
  wasm: { asm?: { memory?: WebAssembly.Memory } };
  dataIdMap: { get: (dataId: tf.DataId) => { memoryOffset: number } };
  makeOutput: (shape: number[], dtype: tf.DataType) => tf.TensorInfo;
}

type Run = (...addresses: number[]) => void;

/** Compiled kernels of one memory, by name and parameters. */
const compiled = new WeakMap<WebAssembly.Memory, Map<string, Run>>();

/** Whether tfjs's wasm backend has a memory that kernels can work in, and the engine has SIMD. */
export function hasWasmKernels(): boolean {
  const backend = tf.findBackend("wasm") as unknown as WasmBackend | null;
  if (!backend || !tf.env().getBool("WASM_HAS_SIMD_SUPPORT")) return false;
  return backend.wasm.asm?.memory instanceof WebAssembly.Memory;
}

/** Runs `kernel` once, on the active backend, which is wasm. The inputs are not changed; the results belong to the caller. */
export function runWasmKernel<P extends object>(
  kernel: WasmKernel<P>,
  params: P,
  inputs: readonly tf.TensorInfo[],
): tf.Tensor[] {
  const backend = tf.backend() as unknown as WasmBackend;
  const run = runOf(backend.wasm.asm!.memory!, kernel, params);
  const outputs = kernel.outputs(params).map(({ type, shape }) => backend.makeOutput(shape, type));
  const addressOf = ({ dataId }: tf.TensorInfo) => backend.dataIdMap.get(dataId).memoryOffset;
  run(...inputs.map(addressOf), ...outputs.map(addressOf));
  return outputs.map((info) => tf.engine().makeTensorFromTensorInfo(info));
}

function runOf<P extends object>(
  memory: WebAssembly.Memory,
  kernel: WasmKernel<P>,
  params: P,
): Run {
  const known = compiled.get(memory) ?? new Map<string, Run>();
  compiled.set(memory, known);
  const key = `${kernel.name} ${JSON.stringify(params)}`;
  const run = known.get(key) ?? compile(memory, kernel, params);
  known.set(key, run);
  return run;
}

function compile<P>(memory: WebAssembly.Memory, kernel: WasmKernel<P>, params: P): Run {
  const inputs = kernel.inputs(params);
  const outputs = kernel.outputs(params).length;
  const bytes = moduleBytes(inputs + outputs, (scope, addresses) =>
    kernel.code(params, scope, addresses.slice(0, inputs), addresses.slice(inputs)),
  );
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return instance.exports["run"] as Run;
}

// WebGPU and wasm for Node. The driver is chosen by VK_ICD_FILENAMES before the process starts.

/// <reference types="@webgpu/types" preserve="true" />

import { createRequire } from "node:module";
import { dirname } from "node:path";

import { setWasmFiles } from "./backend.ts";

declare global {
  // Held here for the life of the process: when the instance is collected, the driver goes too.
  var spikefedGpu: GPU | undefined;
}

/**
 * Gives Node a `navigator.gpu` (Dawn, from the `webgpu` package). Call before anything asks for the
 * webgpu backend. The process then needs an explicit exit.
 *
 * @returns false when the package or a driver is missing.
 */
export async function prepareNodeGpu(): Promise<boolean> {
  if (globalThis.spikefedGpu) return true;
  try {
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    globalThis.spikefedGpu = create([]);
  } catch {
    return false; // not installed for this platform
  }
  Object.defineProperty(globalThis, "navigator", {
    value: { gpu: globalThis.spikefedGpu, userAgent: "node" },
    configurable: true,
    writable: true,
  });
  return (await globalThis.spikefedGpu.requestAdapter()) !== null;
}

/** Points the wasm backend at its binaries in node_modules. */
export function prepareNodeWasm(): void {
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  setWasmFiles(`${dirname(entry)}/`);
}

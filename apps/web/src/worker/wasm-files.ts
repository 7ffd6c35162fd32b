// The wasm backend's binaries, served by the coordinator like every other file of the page.

import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";

export const wasmFiles: Record<string, string> = {
  "tfjs-backend-wasm.wasm": plain,
  "tfjs-backend-wasm-simd.wasm": simd,
  // tfjs wants a third name; snn-core switches threads off, so it is never fetched.
  "tfjs-backend-wasm-threaded-simd.wasm": simd,
};

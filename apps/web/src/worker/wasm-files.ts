// The wasm backend's binaries, served by the coordinator like every other file of the page.
//
// Without threads: tfjs starts them from the text of its own functions, which a bundler has renamed
// ("e is not defined" in every thread), and it needs scripts from blobs, which our content security
// policy forbids.

import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import { env } from "@tensorflow/tfjs-core";

const THREADS = "WASM_HAS_MULTITHREAD_SUPPORT";

export const wasmFiles: Record<string, string> = {
  "tfjs-backend-wasm.wasm": plain,
  "tfjs-backend-wasm-simd.wasm": simd,
  // tfjs wants a third name; it is never fetched.
  "tfjs-backend-wasm-threaded-simd.wasm": simd,
};

/** To be called before the wasm backend is loaded: what is set here outlasts its own detection. */
export function forbidWasmThreads(): void {
  env().registerFlag(THREADS, () => false);
  env().set(THREADS, false);
}

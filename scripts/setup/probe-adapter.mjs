// Prints the WebGPU adapter that this environment gives Node, as JSON (null: none).
// A process of its own, since a driver may crash.
import { create, globals } from "webgpu";

Object.assign(globalThis, globals);
// A collected instance takes its devices along: keep it reachable.
globalThis.gpu = create([]);
const adapter = await globalThis.gpu.requestAdapter();
const device = await adapter?.requestDevice();
const { vendor, architecture, description } = adapter?.info ?? {};
console.log(JSON.stringify(device ? { vendor, architecture, description } : null));
process.exit(0);

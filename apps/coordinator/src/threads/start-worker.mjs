// First file of every worker thread: Node 20 cannot read TypeScript, and tsx's `--import` has no
// effect in threads. Registers the loader here, then runs the worker's own file.

import { workerData } from "node:worker_threads";

import { register } from "tsx/esm/api";

register();
await import(workerData.file);

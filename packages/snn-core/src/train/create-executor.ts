// Makes an executor by name.

import { createKernelExecutor } from "../executors/kernels/executor.ts";
import { installFastGradients } from "../executors/kernels/tfjs-gradients.ts";
import { activateBackend } from "../gpu/backend.ts";
import { featureShapes } from "../model/shapes.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { BackendName, Executor, ExecutorName } from "./executor.ts";

/**
 * @throws {SnnError} `gpu/missing` when the backend is webgpu and there is none, `model/blocks` for
 *   a model whose blocks do not fit.
 */
export async function createExecutor(options: {
  spec: ModelSpec;
  executor: ExecutorName;
  backend: BackendName;
}): Promise<Executor> {
  const { spec, executor, backend } = options;
  featureShapes(spec);
  await activateBackend(backend);
  if (executor === "reference") {
    // Loaded on demand: autodiff is large, and a volunteer with own kernels never needs it.
    const { createReferenceExecutor } = await import("../executors/reference/executor.ts");
    return createReferenceExecutor(spec, backend);
  }
  if (backend === "webgpu") installFastGradients();
  return createKernelExecutor(spec, backend);
}

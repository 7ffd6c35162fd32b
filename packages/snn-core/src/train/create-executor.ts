// Makes an executor by name.

import { createKernelExecutor } from "../executors/kernels/executor.ts";
import { installFastGradients } from "../executors/kernels/tfjs-gradients.ts";
import { encoded, labelsOf } from "../data/encode.ts";
import { createEngine } from "../engine/engine.ts";
import { activateBackend, failureOf, gpuDevice, guardGpu, largestBinding } from "../gpu/backend.ts";
import { SnnError } from "../errors.ts";
import { featureShapes } from "../model/shapes.ts";
import type { Tuning } from "../engine/plan/tuning.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { BackendName, Executor, ExecutorName } from "./executor.ts";
import { checkExecutor, type RuleKind } from "./local-rule.ts";

/**
 * Makes an executor, its backend loaded on first use. Its state is not set yet: see `initState`. On
 * webgpu no number of a device that failed gets out.
 *
 * @throws {SnnError} `gpu/missing` when the backend is webgpu and there is none, `gpu/kernels` for
 *   the engine on another backend, `model/blocks` for a model whose blocks do not fit, `train/rule`
 *   for a rule that the executor does not compute.
 */
export async function createExecutor(options: {
  spec: ModelSpec;
  executor: ExecutorName;
  backend: BackendName;
  /** The rule that it will learn by; default: back-propagation through time. */
  rule?: RuleKind | undefined;
  /** Kernel variants of the engine; default: the plain ones. */
  tuning?: Tuning | undefined;
  /** Kernels of the engine compiled so far, of those that the next step needs. */
  onCompile?: ((done: number, total: number) => void) | undefined;
}): Promise<Executor> {
  const { spec, backend } = options;
  featureShapes(spec);
  checkExecutor(options.executor, options.rule ?? "surrogate-bptt");
  await activateBackend(backend);
  const made = await make(options);
  return backend === "webgpu" ? guarded(made) : made;
}

async function make({
  spec,
  executor,
  backend,
  tuning,
  onCompile,
}: Parameters<typeof createExecutor>[0]): Promise<Executor> {
  if (executor === "engine") {
    if (backend !== "webgpu")
      throw new SnnError("gpu/kernels", `the engine needs webgpu, not ${backend}`);
    return createEngine({ spec, device: gpuDevice(), tuning, onCompile });
  }
  return encoding(await makeEncoded(spec, executor, backend));
}

async function makeEncoded(
  spec: ModelSpec,
  executor: "reference" | "kernels",
  backend: BackendName,
): Promise<Executor> {
  if (executor === "reference") {
    // Loaded on demand: autodiff is large, and a volunteer with own kernels never needs it.
    const { createReferenceExecutor } = await import("../executors/reference/executor.ts");
    return createReferenceExecutor(spec, backend);
  }
  if (backend === "webgpu") installFastGradients();
  return createKernelExecutor(spec, backend);
}

/** Gives an executor that takes floats the batches that are places in a shard. */
function encoding(executor: Executor): Executor {
  const { spec } = executor;
  return {
    ...executor,
    trainStep: (batch, ...how) => {
      if (executor.backend === "webgpu") checkMemory(spec, labelsOf(batch).length);
      return executor.trainStep(encoded(spec, batch), ...how);
    },
    evaluate: (batch) => executor.evaluate(encoded(spec, batch)),
    trace: (batch) => executor.trace(encoded(spec, batch)),
  };
}

/**
 * No number of a device that failed gets out. What one call was told, all later ones are: a trace
 * must not take the failure away from the training step beside it.
 */
function guarded(executor: Executor): Executor {
  const device = gpuDevice();
  const guard = async <R>(work: () => Promise<R>): Promise<R> => {
    const failure = failureOf(device);
    if (failure !== null) throw failure;
    return guardGpu(work, device);
  };
  return {
    ...executor,
    trainStep: (...step) => guard(() => executor.trainStep(...step)),
    evaluate: (batch) => guard(() => executor.evaluate(batch)),
    trace: (batch) => guard(() => executor.trace(batch)),
    getState: () => guard(() => executor.getState()),
    lastGradient: () => guard(() => executor.lastGradient()),
  };
}

/** @throws {SnnError} `gpu/memory` when a layer's values do not fit one buffer of the device. */
function checkMemory(spec: ModelSpec, batch: number): void {
  const perPicture = featureShapes(spec).map(({ c, h, w }) => 4 * spec.timesteps * c * h * w);
  const bytes = batch * Math.max(...perPicture);
  const limit = largestBinding();
  if (limit === null || bytes <= limit) return;
  const fits = Math.floor(limit / Math.max(...perPicture));
  const megabytes = (n: number) => `${Math.ceil(n / 2 ** 20).toLocaleString("en")} MB`;
  throw new SnnError(
    "gpu/memory",
    `a batch of ${batch} needs ${megabytes(bytes)} in one buffer, this device allows ` +
      `${megabytes(limit)}: ${fits} pictures`,
  );
}

// The engine: an executor that runs whole training steps as its own WGSL on a GPUDevice. Static
// buffers, pipelines and bind groups made once for a batch size; a step is one list of dispatches
// and one read-back.

import { encoded, isPicked, labelsOf } from "../data/encode.ts";
import { SnnError } from "../errors.ts";
import { featureShapes } from "../model/shapes.ts";
import type { ModelSpec, OptimizerOptions } from "../model/spec.ts";
import type { Batch, Executor, StepResult } from "../train/executor.ts";
import { checkExecutor, type StepRule } from "../train/local-rule.ts";
import { ownLoss, type StepLoss } from "../train/loss-options.ts";
import { EngineGpu, submit, whole } from "./device/gpu.ts";
import { Evaluator } from "./evaluator.ts";
import { EngineOptimizer } from "./optimizer.ts";
import { deviceLayout, fromDevice, fromTrainable, toDevice } from "./parameters.ts";
import { Shards } from "./shards.ts";
import { Trainer } from "./trainer.ts";
import { networkOf } from "./plan/network.ts";
import type { MemoryLimits } from "./plan/memory.ts";
import { plainTuning, type Tuning } from "./plan/tuning.ts";

/** What an engine is made of; all but the first two have a default. */
export interface EngineOptions {
  spec: ModelSpec;
  device: GPUDevice;
  /** Which kernel variants run; default: the plain ones. */
  tuning?: Tuning | undefined;
  /** Bytes that a training step may take; default: see `planMemory`. */
  memoryBudget?: number | undefined;
  /** What a buffer of a training step may take; default: what the device allows. */
  limits?: MemoryLimits | undefined;
  /** Kernels compiled so far, of those that the next step needs. */
  onCompile?: ((done: number, total: number) => void) | undefined;
}

/** The executor with a look into what it holds and what its time goes to. */
export interface Engine extends Executor {
  /** Buffers that live now, and the most that ever did, in bytes; dispatches of the last step. */
  usage(): { bytes: number; peakBytes: number; dispatches: number };
  /**
   * Times every dispatch of a training step alone, each waited for. The parameters stay; gradients and
   * running statistics become those of this step.
   *
   * @param now A clock in milliseconds.
   */
  profile(batch: Batch, now: () => number): Promise<DispatchTime[]>;
}

/** One dispatch of a training step, timed alone. */
export interface DispatchTime {
  /** Kernel and block. */
  label: string;
  /** Floating-point operations; 0 where they are not what it costs. */
  flops: number;
  ms: number;
}

/**
 * An executor on a GPUDevice of the caller's: no tfjs is loaded. Buffers and pipelines are made by
 * the first batch of a size. The device stays the caller's: whether it reports errors or is lost,
 * the caller watches (`createExecutor` does that itself).
 *
 * @throws {SnnError} `model/blocks` when the blocks do not fit.
 */
export function createEngine(options: EngineOptions): Engine {
  const { spec, device } = options;
  const tuning = options.tuning ?? plainTuning;
  // The input's form changes only what lies before the first layer, not the parameters.
  const layout = deviceLayout(networkOf(spec, "given"));
  const gpu = new EngineGpu(device);
  const model = {
    parameters: gpu.storage("parameters", 4 * layout.trainable),
    gradients: gpu.storage("gradients", 4 * layout.trainable),
    momentum: gpu.storage("momentum", 4 * layout.trainable),
  };
  const running = gpu.storage("running", 4 * layout.running);
  const shared = new Map<string, GPUBuffer>([...Object.entries(model), ["running", running]]);
  const optimizer = new EngineOptimizer(gpu, model);
  const shards = new Shards(gpu, options.limits ?? device.limits);
  const world = { ...options, gpu, layout, tuning, shared, shards };
  const trainer = new Trainer(world);
  const evaluator = new Evaluator(world);
  const classes = featureShapes(spec).at(-1)!.c;
  let isSet = false;
  let dispatches = 0;

  const checked = () => {
    if (!isSet) throw new SnnError("state/length", "no state was set yet");
  };
  const sendable = (batch: Batch) =>
    isPicked(batch) && !shards.fits(batch.images) ? encoded(spec, batch) : batch;
  const readFloats = async (...buffers: GPUBuffer[]) =>
    new Float32Array(await gpu.readBack(buffers.map(whole)));

  return {
    name: "engine",
    backend: "webgpu",
    spec,
    layout: layout.state,
    setState(state) {
      const { length } = layout.state;
      if (state.length !== length) {
        throw new SnnError(
          "state/length",
          `the state has ${state.length} values, the model ${length}`,
        );
      }
      const values = toDevice(layout, state);
      device.queue.writeBuffer(model.parameters, 0, values.parameters);
      device.queue.writeBuffer(running, 0, values.running);
      optimizer.reset(values.parameters);
      isSet = true;
    },
    async getState() {
      checked();
      const values = await readFloats(model.parameters, running);
      const cut = model.parameters.size / 4;
      return fromDevice(layout, values.subarray(0, cut), values.subarray(cut));
    },
    async lastGradient() {
      return fromTrainable(layout, await readFloats(model.gradients));
    },
    async trainStep(
      given: Batch,
      options: OptimizerOptions,
      loss?: StepLoss,
      rule?: StepRule,
    ): Promise<StepResult> {
      checked();
      checkExecutor("engine", rule?.kind ?? "surrogate-bptt");
      const batch = sendable(given);
      const own = ownLoss(loss, labelsOf(batch), classes);
      const ready = await trainer.prepare(batch);
      ready.write(batch);
      const update = await optimizer.next(options);
      dispatches = ready.dispatches.length + 1;
      if (own !== null) return ready.runInTwo(own, update);
      submit(device, [...ready.dispatches, update], ready.clear);
      return ready.result();
    },
    async evaluate(batch) {
      checked();
      return (await evaluator.run(sendable(batch))).logits;
    },
    async trace(batch) {
      checked();
      return evaluator.trace(sendable(batch));
    },
    async profile(given, now) {
      checked();
      const batch = sendable(given);
      const ready = await trainer.prepare(batch);
      ready.write(batch);
      const times: DispatchTime[] = [];
      submit(device, [], ready.clear);
      for (const dispatch of ready.dispatches) {
        await device.queue.onSubmittedWorkDone();
        const start = now();
        submit(device, [dispatch]);
        await device.queue.onSubmittedWorkDone();
        times.push({ label: dispatch.label, flops: dispatch.flops, ms: now() - start });
      }
      return times;
    },
    usage: () => ({ bytes: gpu.bytes, peakBytes: gpu.peakBytes, dispatches }),
    dispose: () => {
      gpu.dispose();
    },
  };
}

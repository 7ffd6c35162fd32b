import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";

import { activateBackend } from "../gpu/backend.ts";
import { prepareNodeGpu } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import type { ModelSpec } from "../model/spec.ts";
import { preset } from "../model/presets.ts";
import { noise } from "../testing/gpu.ts";
import { createExecutor } from "./create-executor.ts";

const sgd = { kind: "sgd", learningRate: 0.01, momentum: 0, weightDecay: 0 } as const;

beforeAll(async () => {
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
  await activateBackend("webgpu");
});

const batchOf = (count: number) => ({
  input: noise(count * 3072, 1),
  repeated: true,
  labels: Int32Array.from({ length: count }, (_, i) => i % 10),
});

test("a batch that no buffer of the device can hold is refused with what would fit", async () => {
  const spec = { ...preset("vgg9-direct", 10), timesteps: 40 };
  const executor = await createExecutor({ spec, executor: "kernels", backend: "webgpu" });
  const limit = (tf.backend() as unknown as { device: GPUDevice }).device.limits;
  const perPicture = 4 * 40 * 64 * 32 * 32;
  const fits = Math.floor(
    Math.min(limit.maxStorageBufferBindingSize, limit.maxBufferSize) / perPicture,
  );
  const refused = expect(executor.trainStep(batchOf(fits + 1), sgd)).rejects;
  await refused.toThrow(/this device allows .* MB: \d+ pictures/);
  await expect(executor.trainStep(batchOf(fits + 1), sgd)).rejects.toThrow(`${fits} pictures`);
});

test("a step during which the device reported an error gives no result, the next device works", async () => {
  const spec: ModelSpec = { ...preset("s4", 10), blocks: [{ type: "readout", in: 3072, out: 10 }] };
  const make = () => createExecutor({ spec, executor: "kernels", backend: "webgpu" });
  const executor = await make();
  executor.setState(initState(spec, 1));
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  device.createShaderModule({ code: "this is no shader" });
  await expect(executor.trainStep(batchOf(2), sgd)).rejects.toThrow("gpu/failed");
  const next = await make();
  next.setState(initState(spec, 1));
  expect((await next.trainStep(batchOf(2), sgd)).loss).toBeGreaterThan(0);
});

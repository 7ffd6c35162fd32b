import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";

import { EngineGpu } from "../engine/device/gpu.ts";
import { activateBackend, gpuDevice, guardGpu } from "../gpu/backend.ts";
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

const small: ModelSpec = { ...preset("s4", 10), blocks: [{ type: "readout", in: 3072, out: 10 }] };

test.each(["engine", "kernels"] as const)(
  "what a trace of %s was told, the next step and the state are told too",
  async (name) => {
    const executor = await createExecutor({ spec: small, executor: name, backend: "webgpu" });
    executor.setState(initState(small, 1));
    await executor.trainStep(batchOf(2), sgd);
    gpuDevice().createShaderModule({ label: "lif_forward", code: "this is no shader" });
    const told = { code: "gpu/failed", fact: expect.stringMatching(/^kernel lif_forward: /) };
    await expect(executor.trace(batchOf(1))).rejects.toMatchObject(told);
    await expect(executor.trainStep(batchOf(2), sgd)).rejects.toMatchObject(told);
    await expect(executor.getState()).rejects.toMatchObject(told);
    await expect(executor.lastGradient()).rejects.toMatchObject(told);
  },
);

test("a device that was given up does not spoil the one after it", async () => {
  const make = () => createExecutor({ spec: small, executor: "engine", backend: "webgpu" });
  const first = await make();
  first.setState(initState(small, 1));
  const old = gpuDevice();
  old.createShaderModule({ code: "this is no shader" });
  await expect(first.trainStep(batchOf(2), sgd)).rejects.toThrow("gpu/failed");
  const next = await make();
  next.setState(initState(small, 1));
  expect(gpuDevice()).not.toBe(old);
  expect(await old.lost).toMatchObject({ reason: "destroyed" });
  expect((await next.trainStep(batchOf(2), sgd)).loss).toBeGreaterThan(0);
  await expect(first.getState()).rejects.toThrow("gpu/failed");
  expect((await next.getState()).every(Number.isFinite)).toBe(true);
});

test("a kernel that does not compile is named", async () => {
  const gpu = new EngineGpu(gpuDevice());
  const shader = {
    ...{ name: "weight_gradient", code: "@compute @workgroup_size(64) fn other() {}" },
    workgroups: 1,
    adds: [],
  };
  await expect(guardGpu(() => gpu.pipeline(shader))).rejects.toMatchObject({
    code: "gpu/failed",
    fact: expect.stringContaining("weight_gradient"),
  });
});

test("a step whose buffers have no room is refused; a smaller batch then works", async () => {
  const executor = await createExecutor({ spec: small, executor: "engine", backend: "webgpu" });
  executor.setState(initState(small, 1));
  const device = gpuDevice();
  const { popErrorScope } = device;
  const message = "Failed to allocate memory for 3 buffers.";
  device.popErrorScope = async () => {
    await popErrorScope.call(device);
    device.popErrorScope = popErrorScope;
    return { message };
  };
  const refused = { code: "gpu/memory", fact: "Failed to allocate memory for 3 buffers" };
  await expect(executor.trainStep(batchOf(3), sgd)).rejects.toMatchObject(refused);
  expect((await executor.trainStep(batchOf(2), sgd)).loss).toBeGreaterThan(0);
});

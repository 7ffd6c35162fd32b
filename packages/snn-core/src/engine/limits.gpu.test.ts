// The engine on a device that has what WebGPU promises everywhere and no more: whole models train
// and are judged there, in few dispatches and in little memory.

import { expect, test } from "vitest";

import { initState } from "../model/init.ts";
import { preset, type PresetName } from "../model/presets.ts";
import { expectNoProblems, testDevice, watchBuffers } from "../testing/device.ts";
import { plainSgd } from "../testing/engine.ts";
import { pictures } from "../testing/models.ts";
import { EngineGpu } from "./device/gpu.ts";
import { createEngine } from "./engine.ts";
import { deviceLayout } from "./parameters.ts";
import { networkOf } from "./plan/network.ts";
import { plainTuning } from "./plan/tuning.ts";
import { loadProgram } from "./program/loaded.ts";
import { planStep } from "./trainer.ts";

const MiB = 2 ** 20;

/** WebGPU's defaults, asked for by name. */
const defaults = {
  maxStorageBufferBindingSize: 128 * MiB,
  maxBufferSize: 256 * MiB,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupStorageSize: 16_384,
};

async function defaultDevice() {
  const device = await testDevice({ requiredLimits: defaults });
  for (const [name, value] of Object.entries(defaults)) {
    expect(device.limits[name as keyof typeof defaults], name).toBe(value);
  }
  expectNoProblems(device);
  return { device, watched: watchBuffers(device) };
}

test.each<[PresetName, number]>([
  ["s5", 4],
  ["vgg9", 2],
  ["vgg9-baseline", 2],
])(
  "%s trains and is judged within WebGPU's default limits",
  async (name, batch) => {
    const { device, watched } = await defaultDevice();
    const spec = preset(name, 10);
    const engine = createEngine({ spec, device });
    engine.setState(initState(spec, 1));
    const images = pictures(spec, batch);
    const indices = Array.from({ length: batch }, (_, i) => i);
    const given = { images, indices, seed: 1 };
    const { loss, spikes } = await engine.trainStep(given, plainSgd);
    expect(loss).toBeGreaterThan(0);
    expect(spikes.every(({ perStep }) => perStep.some((count) => count > 0))).toBe(true);
    expect(engine.usage().dispatches).toBeLessThanOrEqual(120);
    const logits = await engine.evaluate(given);
    expect(logits.every(Number.isFinite)).toBe(true);
    expect(engine.usage().bytes).toBe(watched.bytes);
    expect(watched.largest).toBeLessThanOrEqual(defaults.maxStorageBufferBindingSize);
    engine.dispose();
    expect(watched).toMatchObject({ bytes: 0, destroyed: watched.created });
    device.destroy();
  },
  900_000,
);

test.each([
  [32, 620e6],
  [8, 220e6],
])("a step of S-VGG9, 20 steps of time, batch %i, takes at most %i bytes", async (batch, most) => {
  const { device, watched } = await defaultDevice();
  const network = networkOf(preset("vgg9", 10), "poisson");
  const world = { layout: deviceLayout(network), tuning: plainTuning };
  const { plan, steps } = planStep(world, network, batch, device.limits);
  expect(steps.length + 1).toBeLessThanOrEqual(120);
  const gpu = new EngineGpu(device);
  await loadProgram(gpu, { steps: [], buffers: plan.buffers, shared: new Map() });
  // What reading a result back takes for a moment.
  gpu.storage("read_back", 4 * batch * 12 + 8 * batch + plan.buffers.get("counts")!);
  expect(gpu.bytes).toBe(watched.bytes);
  expect(watched.bytes).toBeLessThanOrEqual(most);
  expect(watched.bytes).toBeGreaterThan(most / 2);
  expect(watched.largest).toBeLessThanOrEqual(defaults.maxStorageBufferBindingSize);
  gpu.dispose();
  expect(watched.bytes).toBe(0);
  device.destroy();
});

// A graphics device that is lost in the middle of a round: the round is trained again on a new one,
// and what is sent is bit for bit what an undisturbed device sends.

import { createExecutor, type Executor, type ModelSpec } from "@spikefed/snn-core";
import { prepareNodeGpu } from "@spikefed/snn-core/node";
import { beforeAll, expect, test } from "vitest";

import { startVolunteer } from "./testing/start.ts";
import type { VolunteerPhase } from "./types.ts";

/** Every device that was made, the newest last. */
const devices: GPUDevice[] = [];

beforeAll(async () => {
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
  const gpu = globalThis.spikefedGpu!;
  const ask = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = (await ask(options))!;
    const make = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await make(descriptor);
      devices.push(device);
      return device;
    };
    return adapter;
  };
});

/** Trains round 1 on the engine; `beforeStep` counts the steps over all executors. */
async function trainRoundOne(beforeStep: (step: number) => void) {
  let steps = 0;
  let reached: (phase: VolunteerPhase) => void = () => undefined;
  const trainer = async (spec: ModelSpec): Promise<Executor> => {
    const executor = await createExecutor({ spec, executor: "engine", backend: "webgpu" });
    const trainStep: Executor["trainStep"] = (...step) => {
      beforeStep((steps += 1));
      return executor.trainStep(...step);
    };
    return { ...executor, trainStep };
  };
  const { coordinator, volunteer } = startVolunteer({
    trainer,
    onSnapshot: ({ phase }) => reached(phase),
  });
  const until = (...wanted: VolunteerPhase[]) =>
    new Promise<VolunteerPhase>((resolve) => {
      reached = (phase) => {
        if (wanted.includes(phase)) resolve(phase);
      };
    });
  await until("waiting");
  const done = until("sent", "paused", "stopped");
  coordinator.say("task", coordinator.task(1));
  const phase = await done;
  const { error } = volunteer.snapshot();
  volunteer.dispose();
  return { phase, error, steps, uploads: [...coordinator.uploads.values()], coordinator };
}

test("a device lost once costs the round nothing but time", async () => {
  const calm = await trainRoundOne(() => undefined);
  expect([calm.phase, calm.steps]).toEqual(["sent", 6]);
  const before = devices.length;
  const disturbed = await trainRoundOne((step) => {
    if (step === 4) devices.at(-1)!.destroy();
  });
  expect([disturbed.phase, disturbed.steps]).toEqual(["sent", 4 + 6]);
  expect(devices.length).toBe(before + 1);
  expect(disturbed.uploads).toMatchObject([{ isCounted: true }]);
  expect(disturbed.uploads[0]!.data).toEqual(calm.uploads[0]!.data);
  expect(disturbed.coordinator.seen("training-failed")).toEqual([]);
});

test("a device lost twice pauses, and nothing of it was sent", async () => {
  const { phase, error, uploads } = await trainRoundOne((step) => {
    if (step === 2 || step === 5) devices.at(-1)!.destroy();
  });
  expect(phase).toBe("paused");
  expect(error).toMatchObject({ code: "volunteer/device" });
  expect(error?.fact).toMatch(/^the graphics device failed twice: .*lost/);
  expect(uploads).toEqual([]);
});

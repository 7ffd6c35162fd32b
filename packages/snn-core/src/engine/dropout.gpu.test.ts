// Dropout inside the engine's kernels: the masks that they draw, forward and back, are those of
// `kernels/dropout/dropout.ref.ts` bit for bit, also where a batch is cut or channels are padded.

import { beforeAll, expect, test } from "vitest";

import { dropoutMask } from "../kernels/dropout/dropout.ref.ts";
import { initState } from "../model/init.ts";
import { expectNoProblems, testDevice } from "../testing/device.ts";
import { dropoutModel } from "../testing/dropout-models.ts";
import { plainSgd } from "../testing/engine.ts";
import { givenBatch } from "../testing/models.ts";
import { EngineGpu, submit, whole } from "./device/gpu.ts";
import { createEngine } from "./engine.ts";
import { lifBackwardApply } from "./kernels/lif-backward.ts";
import { reluForward } from "./kernels/lif-forward.ts";
import type { Shader } from "./kernels/shader.ts";
import { loadProgram } from "./program/loaded.ts";
import { stepOf } from "./program/step.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const [height, width, real, channels] = [3, 2, 5, 8];
const [rate, block, seed] = [0.3, 6, 3_000_000_019];
/** Images 1 and 2 of four. */
const images = { first: 1, count: 2, batch: 4 };
const perImage = height * width * channels;
const sizes = {
  ...{ timesteps: 1, ySteps: 1, images, height, width, channels, norms: 0 },
  ...{ leak: 0.95, threshold: 1, dropout: { rate, block, channels: real } },
};

/** Buffers after one dispatch; `y` and `ds` begin with ones. */
async function run(shader: Shader, bound: string[], wanted: string): Promise<Float32Array> {
  expectNoProblems(device);
  const gpu = new EngineGpu(device);
  const bytes = 4 * images.batch * perImage;
  const buffers = new Map(bound.map((name) => [name, bytes]));
  const steps = [stepOf("alone", shader, bound)];
  const program = await loadProgram(gpu, { steps, buffers, shared: new Map() });
  const ones = new Float32Array(images.batch * perImage).fill(1);
  for (const name of ["y", "ds"].filter((one) => bound.includes(one))) {
    device.queue.writeBuffer(program.buffer(name), 0, ones);
  }
  device.queue.writeBuffer(program.buffer("job"), 0, Uint32Array.of(seed));
  submit(device, program.dispatches);
  const values = new Float32Array(await gpu.readBack([whole(program.buffer(wanted))]));
  gpu.dispose();
  return values;
}

/** The mask of the two images, as it lies with padded channels. */
function realOf(values: Float32Array, first: number): number[] {
  const length = images.count * height * width;
  return Array.from(
    { length: length * real },
    (_, i) => values[first * perImage + Math.floor(i / real) * channels + (i % real)]!,
  );
}

const whole4 = dropoutMask({ rate, block, seed }, images.batch * height * width * real);
const want = [...whole4.subarray(height * width * real, 3 * height * width * real)];

test("forward, ones become the mask", async () => {
  const out = await run(reluForward({ ...sizes, pool: 1 }), ["y", "out", "job"], "out");
  expect(realOf(out, images.first)).toEqual(want);
  expect(new Set(want).size).toBe(2);
});

test("back, a gradient of ones becomes the same mask", async () => {
  const params = { activation: "relu", surrogateScale: 0.3, pool: 1, isConstant: false } as const;
  const shader = lifBackwardApply({ ...sizes, ...params });
  expect(realOf(await run(shader, ["y", "ds", "job"], "y"), 0)).toEqual(want);
});

test("a batch of floats without a seed is not trained on", async () => {
  expectNoProblems(device);
  const spec = dropoutModel();
  const engine = createEngine({ spec, device });
  engine.setState(initState(spec, 2));
  const { input, repeated, labels } = givenBatch(spec, 3);
  const refused = engine.trainStep({ input, repeated, labels }, plainSgd);
  await expect(refused).rejects.toThrow("data/batch: odd has dropout and the batch no seed");
  engine.dispose();
});

import { beforeAll, describe, expect, test } from "vitest";

import { noise, onGpu, relativeError, useTestGpu } from "../../testing/gpu.ts";
import { lifBackwardReference, lifReference } from "./lif.ref.ts";
import { lifBackward, lifForward } from "./lif.ts";

beforeAll(useTestGpu);

const neuron = { leak: 0.95, threshold: 1 };

// Rows and channels around the workgroup's edge (64) and the vector's (4); T around the word's (32).
const sizes = [
  [1, 1, 1],
  [4, 63, 1],
  [4, 16, 4],
  [5, 13, 5],
  [20, 64, 8],
  [32, 65, 3],
  [33, 9, 4],
  [40, 130, 4],
] as const;

describe.each(["no norm", "one norm", "a norm for each step"])("LIF with %s", (kind) => {
  test.each(sizes)(
    "T = %i, %i rows, %i channels: same spikes",
    async (timesteps, rows, channels) => {
      const norms = kind === "no norm" ? 0 : kind === "one norm" ? 1 : timesteps;
      const x = noise(timesteps * rows * channels, 1, -1, 2);
      const norm = noise(4 * norms * channels, 2, 0.5, 1.5);
      const params = { ...neuron, timesteps, rows, channels, norms };
      const inputs = norms > 0 ? [x, norm] : [x];
      const got = await onGpu(lifForward, params, inputs);
      expect([...got]).toEqual([...lifReference(x, norms > 0 ? norm : null, params)]);
    },
  );

  test.each(sizes)(
    "T = %i, %i rows, %i channels: same gradient",
    async (timesteps, rows, channels) => {
      const norms = kind === "no norm" ? 0 : kind === "one norm" ? 1 : timesteps;
      const x = noise(timesteps * rows * channels, 3, -1, 2);
      const norm = noise(4 * norms * channels, 4, 0.5, 1.5);
      const ds = noise(timesteps * rows * channels, 5);
      const params = {
        ...neuron,
        ...{ timesteps, rows, channels, norms },
        ...{ height: 1, width: 1, pool: 1, surrogateScale: 0.3 },
      };
      const got = await onGpu(lifBackward, params, norms > 0 ? [x, norm, ds] : [x, ds]);
      const want = lifBackwardReference(x, norms > 0 ? norm : null, ds, params);
      expect(relativeError(got, want)).toBeLessThan(1e-5);
    },
  );
});

test("a membrane exactly at the threshold does not fire", async () => {
  const params = { timesteps: 4, rows: 1, channels: 1, norms: 0, leak: 0.5, threshold: 1 };
  const got = await onGpu(lifForward, params, [Float32Array.of(0.75, 0.625, 0.75, 0.75)]);
  expect([...got]).toEqual([0b0100]);
});

test.each([
  [2, 6, 4, 4],
  [2, 5, 7, 3],
  [3, 7, 7, 4],
])(
  "the gradient comes through %i x %i windows of maps %i high",
  async (pool, height, width, channels) => {
    const [timesteps, batch] = [5, 2];
    const rows = batch * height * width;
    const pooled = batch * Math.floor(height / pool) * Math.floor(width / pool) * channels;
    const x = noise(timesteps * rows * channels, 6, -1, 2);
    const ds = noise(timesteps * pooled, 7);
    const params = {
      ...neuron,
      ...{ timesteps, rows, channels, norms: 0, height, width, pool, surrogateScale: 0.3 },
    };
    const got = await onGpu(lifBackward, params, [x, ds]);
    expect(relativeError(got, lifBackwardReference(x, null, ds, params))).toBeLessThan(1e-5);
  },
);

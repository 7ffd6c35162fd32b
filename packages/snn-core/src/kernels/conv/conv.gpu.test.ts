import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";

import { webgpuOps } from "../../executors/kernels/webgpu-ops.ts";
import { noise, onGpu, randomSpikes, relativeError, useTestGpu } from "../../testing/gpu.ts";
import { poolSpikesReference } from "../spikes/spikes.ref.ts";
import { convReference, inputGradientReference, weightGradientReference } from "./conv.ref.ts";
import { conv } from "./conv.ts";
import { spikeConv } from "./spike-conv.ts";
import { sumChunks, weightGradient, weightGradientChunks } from "./weight-gradient.ts";

beforeAll(useTestGpu);

// frames, height, width, from, to, kernel: runs of 8, vectors of 4 and none of both.
const sizes = [
  [1, 1, 1, 1, 1, 3],
  [2, 8, 8, 4, 8, 3],
  [3, 10, 6, 3, 5, 3],
  [2, 9, 17, 5, 4, 3],
  [2, 7, 7, 8, 12, 5],
  [2, 5, 11, 6, 8, 1],
  [1, 6, 6, 4, 4, 2],
  [2, 16, 16, 16, 32, 3],
] as const;

describe.each(sizes)(
  "%i maps of %i x %i, %i to %i channels, filter %i",
  (frames, height, width, from, to, kernel) => {
    const p = { frames, height, width, from, to, kernel };
    const w = noise(kernel * kernel * from * to, 2);
    const filter = () => tf.tensor4d(w, [kernel, kernel, from, to]);

    test("forward", async () => {
      const x = noise(frames * height * width * from, 1);
      expect(relativeError(await onGpu(conv, p, [x, w]), convReference(x, w, p))).toBeLessThan(
        1e-5,
      );
    });

    test("input gradient", async () => {
      const dy = noise(frames * height * width * to, 3);
      const sizes = { ...p, timesteps: 1 };
      const got = webgpuOps.inputGradient(tf.tensor1d(dy), filter(), sizes);
      const want = inputGradientReference(dy, w, p);
      expect(relativeError(await got.data(), want)).toBeLessThan(1e-5);
    });

    test("filter gradient from dense maps", async () => {
      const x = noise(frames * height * width * from, 4);
      const dy = noise(frames * height * width * to, 5);
      const source = { ...p, timesteps: 1, source: "dense" as const };
      const chunks = weightGradientChunks(source);
      const partial = await onGpu(weightGradient, { ...source, chunks }, [x, dy]);
      const got = await onGpu(sumChunks, { chunks, length: w.length }, [partial]);
      expect(relativeError(got, weightGradientReference(x, dy, p))).toBeLessThan(1e-5);
    });

    test.each([1, 4, 20, 31, 33, 40])("from packed spikes of %i steps", async (timesteps) => {
      const neurons = frames * height * width * from;
      const words = randomSpikes(timesteps, neurons, 0.3, 6);
      const map = { timesteps, batch: frames, height, width, channels: from, pool: 1 };
      const dense = poolSpikesReference(words, map);
      const all = { ...p, frames: frames * timesteps };
      const steps = { ...p, timesteps };
      const y = await onGpu(spikeConv, steps, [words, w]);
      expect(relativeError(y, convReference(dense, w, all))).toBeLessThan(1e-5);

      const dy = noise(timesteps * frames * height * width * to, 7);
      const source = { ...steps, source: "spikes" as const };
      const chunks = weightGradientChunks(source);
      const partial = await onGpu(weightGradient, { ...source, chunks }, [words, dy]);
      const got = await onGpu(sumChunks, { chunks, length: w.length }, [partial]);
      expect(relativeError(got, weightGradientReference(dense, dy, all))).toBeLessThan(2e-5);
    });
  },
);

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";

import { activateBackend } from "../gpu/backend.ts";
import { noise, randomSpikes, relativeError } from "../testing/gpu.ts";
import { convReference, weightGradientReference } from "./conv/conv.ref.ts";
import { lifBackwardReference, lifReference } from "./lif/lif.ref.ts";
import { lifBackwardWasm, lifWasm } from "./lif/lif.wasm.ts";
import { listSpikes, listValues } from "./listed/list.wasm.ts";
import { canList } from "./listed/listed.ts";
import { listedConv, listedFilterGradient } from "./listed/listed-conv.wasm.ts";
import { normBackwardOfBlocks, normOfBlocks } from "./norm/norm-blocks.ts";
import { normBackwardReference, normReference } from "./norm/norm.ref.ts";
import { normBackwardApply, normBackwardSums, normSums, rowsPerBlock } from "./norm/norm.wasm.ts";
import { countSpikesReference, poolSpikesReference } from "./spikes/spikes.ref.ts";
import { countSpikesWasm, poolSpikesWasm } from "./spikes/spikes.wasm.ts";
import { hasWasmKernels, runWasmKernel, type WasmKernel } from "./wasm-kernel.ts";

type Values = Float32Array | Int32Array;

beforeAll(() => activateBackend("wasm"));

/** Runs a kernel on typed arrays. */
function onWasm<P extends object>(kernel: WasmKernel<P>, params: P, inputs: Values[]): Values[] {
  return tf.tidy(() => {
    const tensors = inputs.map((values) =>
      tf.tensor1d(values, values instanceof Int32Array ? "int32" : "float32"),
    );
    return runWasmKernel(kernel, params, tensors).map((output) => output.dataSync());
  }) as unknown as Values[];
}

test("the wasm backend has a memory that kernels can work in", () => {
  expect(hasWasmKernels()).toBe(true);
});

test("a kernel leaves no tensor behind but its results", () => {
  const before = tf.memory().numTensors;
  onWasm(countSpikesWasm, { timesteps: 4, neurons: 8 }, [new Int32Array(8)]);
  expect(tf.memory().numTensors).toBe(before);
});

// T around the word's (32), channels around the vector's (4), windows that leave rows over.
describe.each([
  [1, 1, 1, 1, 4, 1],
  [4, 2, 8, 8, 4, 2],
  [20, 1, 5, 7, 12, 2],
  [33, 2, 7, 6, 8, 3],
  [40, 3, 9, 9, 36, 1],
])(
  "T = %i, %i maps of %i x %i, %i channels, windows of %i",
  (timesteps, batch, height, width, channels, pool) => {
    const rows = batch * height * width;

    test.each([0, 1, timesteps])("LIF in wasm: same spikes and gradient, %i norms", (norms) => {
      const neuron = { leak: 0.95, threshold: 1, surrogateScale: 0.3 };
      const sizes = { timesteps, rows, channels, norms, height, width, pool };
      const p = { ...neuron, ...sizes };
      const x = noise(timesteps * rows * channels, 1, -1, 2);
      const norm = noise(4 * norms * channels, 2, 0.5, 1.5);
      const inputs = norms > 0 ? [x, norm] : [x];
      const given = norms > 0 ? norm : null;
      expect(onWasm(lifWasm, p, inputs)[0]).toEqual(lifReference(x, given, p));
      const pooled = batch * Math.floor(height / pool) * Math.floor(width / pool) * channels;
      const ds = noise(timesteps * pooled, 3);
      const [got] = onWasm(lifBackwardWasm, p, [...inputs, ds]);
      expect(relativeError(got!, lifBackwardReference(x, given, ds, p))).toBeLessThan(1e-5);
    });

    test("spikes are pooled and counted in wasm as the specification says", () => {
      const p = { timesteps, batch, height, width, channels, pool };
      const neurons = rows * channels;
      const words = randomSpikes(timesteps, neurons, 0.3, 4);
      const [pooled] = onWasm(poolSpikesWasm, p, [words]);
      expect(relativeError(pooled!, poolSpikesReference(words, p))).toBeLessThan(1e-6);
      const [counts] = onWasm(countSpikesWasm, { timesteps, neurons }, [words]);
      const perStep = Array.from({ length: timesteps }, (_, t) =>
        [0, 1, 2, 3].reduce((sum, part) => sum + counts![4 * t + part]!, 0),
      );
      expect(perStep).toEqual([...countSpikesReference(words, timesteps, neurons)]);
    });
  },
);

test("a membrane exactly at the threshold does not fire in wasm", () => {
  const p = { timesteps: 4, rows: 1, channels: 4, norms: 0, leak: 0.5, threshold: 1 };
  const x = Float32Array.from([0.75, 0.625, 0.75, 0.75].flatMap((value) => Array(4).fill(value)));
  expect([...onWasm(lifWasm, p, [x])[0]!]).toEqual([0b0100, 0b0100, 0b0100, 0b0100]);
});

test("a threshold other than 1 scales the slope in wasm too", () => {
  const sizes = { timesteps: 3, rows: 6, channels: 4, norms: 0, height: 1, width: 1, pool: 1 };
  const p = { ...sizes, leak: 0.9, threshold: 0.7, surrogateScale: 0.4 };
  const [x, ds] = [noise(72, 1, -1, 2), noise(72, 2)];
  const [got] = onWasm(lifBackwardWasm, p, [x, ds]);
  expect(relativeError(got!, lifBackwardReference(x, null, ds, p))).toBeLessThan(1e-6);
});

// Rows around the block's (256 rows, or 8192 values).
test.each([
  [1, 2, 4],
  [4, 63, 8],
  [3, 256, 4],
  [2, 2049, 4],
  [2, 257, 8],
  [1, 700, 36],
])("norm in wasm equals the specification: %i x %i x %i", (norms, rows, channels) => {
  const p = { norms, rows, channels };
  const sizes = { ...p, eps: 1e-4 };
  const y = noise(norms * rows * channels, 1, 9, 11);
  const gamma = noise(norms * channels, 2, 0.5, 1.5);
  const dz = noise(y.length, 3);
  const norm = normReference(y, gamma, sizes);
  const [sums] = onWasm(normSums, p, [y]) as [Float32Array];
  expect(relativeError(normOfBlocks(sums, rowsPerBlock(p), gamma, sizes), norm)).toBeLessThan(1e-6);
  const want = normBackwardReference(y, dz, norm, sizes);
  const [back] = onWasm(normBackwardSums, p, [y, dz, norm]) as [Float32Array];
  const { dgamma, factors } = normBackwardOfBlocks(back, norm, sizes);
  expect(relativeError(dgamma, want.dgamma)).toBeLessThan(1e-5);
  const [dy] = onWasm(normBackwardApply, p, [y, dz, norm, factors]);
  expect(relativeError(dy!, want.dy)).toBeLessThan(1e-5);
});

// frames, height, width, from, to, kernel, repeats: parts of 32 channels, filters of even size,
// more small maps than are summed at once.
describe.each([
  [1, 1, 1, 1, 4, 3, 1],
  [2, 8, 8, 4, 8, 3, 1],
  [3, 10, 6, 3, 28, 3, 2],
  [2, 9, 17, 5, 32, 3, 1],
  [2, 7, 7, 8, 36, 5, 3],
  [2, 5, 11, 6, 64, 1, 1],
  [1, 6, 6, 4, 68, 2, 1],
  [40, 2, 13, 7, 4, 4, 2],
  [2, 33, 32, 16, 32, 3, 1],
])(
  "lists: %i maps of %i x %i, %i to %i channels, filter %i, %i times",
  (frames, height, width, channels, to, kernel, repeats) => {
    const maps = { frames, height, width, channels, kernel };
    const size = height * width * channels;
    const all = { frames: frames * repeats, height, width, from: channels, to, kernel };
    const w = noise(kernel * kernel * channels * to, 2);
    const dy = noise(repeats * frames * height * width * to, 3);

    /** Both directions on lists against the dense specification, input `x`. */
    const check = (x: Float32Array, lists: Values[], weighted: boolean) => {
      const p = { ...maps, weighted, repeats, to };
      const times = Float32Array.from({ length: x.length * repeats }, (_, i) => x[i % x.length]!);
      const [places, bounds, values] = lists as [Values, Values, Values | undefined];
      const extra = values ? [values] : [];
      const [y] = onWasm(listedConv, p, [places, bounds, w, ...extra]);
      expect(relativeError(y!, convReference(times, w, all))).toBeLessThan(1e-5);
      const [dw] = onWasm(listedFilterGradient, p, [places, bounds, dy, ...extra]);
      expect(relativeError(dw!, weightGradientReference(times, dy, all))).toBeLessThan(1e-5);
    };

    test.each([0, 0.3, 1])("spikes at a rate of %d", (rate) => {
      const words = randomSpikes(frames, size, rate, 1);
      const whole = { timesteps: frames, batch: 1, height, width, channels, pool: 1 };
      const lists = onWasm(listSpikes, { ...maps, timesteps: frames }, [words]);
      check(poolSpikesReference(words, whole), lists, false);
    });

    test("values, some of them zero of either sign", () => {
      const x = noise(frames * size, 4).map((value, i) => [value, 0, -0][i % 3]!);
      const lists = onWasm(listValues, maps, [x]);
      check(x, lists, true);
    });
  },
);

test("maps whose places do not fit 16 bits are not listed", () => {
  expect(canList({ height: 1, width: 1, channels: 65_535, kernel: 1 })).toBe(true);
  expect(canList({ height: 1, width: 1, channels: 65_536, kernel: 1 })).toBe(false);
  expect(canList({ height: 9, width: 126, channels: 512, kernel: 3 })).toBe(false);
});

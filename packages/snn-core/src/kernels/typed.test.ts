import { describe, expect, test } from "vitest";

import { noise, randomSpikes, relativeError } from "../testing/gpu.ts";
import { lifBackwardReference, lifReference } from "./lif/lif.ref.ts";
import { lifBackwardTyped, lifTyped } from "./lif/lif.typed.ts";
import { normBackwardReference, normReference } from "./norm/norm.ref.ts";
import { normBackwardTyped, normTyped } from "./norm/norm.typed.ts";
import { countSpikesReference, poolSpikesReference } from "./spikes/spikes.ref.ts";
import { countSpikesTyped, poolSpikesTyped } from "./spikes/spikes.typed.ts";

describe.each([
  [1, 1, 1, 1, 1, 1],
  [4, 2, 8, 8, 4, 2],
  [20, 1, 5, 7, 3, 2],
  [33, 2, 7, 6, 8, 3],
  [40, 3, 9, 9, 30, 1],
])(
  "T = %i, %i maps of %i x %i, %i channels, windows of %i",
  (timesteps, batch, height, width, channels, pool) => {
    const rows = batch * height * width;
    const neuron = { leak: 0.95, threshold: 1, surrogateScale: 0.3 };

    test.each([0, 1, timesteps])(
      "LIF on typed arrays equals the specification, %i norms",
      (norms) => {
        const p = { ...neuron, timesteps, rows, channels, norms, height, width, pool };
        const x = noise(timesteps * rows * channels, 1, -1, 2);
        const norm = norms > 0 ? noise(4 * norms * channels, 2, 0.5, 1.5) : null;
        expect(lifTyped(x, norm, p)).toEqual(lifReference(x, norm, p));
        const pooled = batch * Math.floor(height / pool) * Math.floor(width / pool) * channels;
        const ds = noise(timesteps * pooled, 3);
        const got = lifBackwardTyped(x, norm, ds, p);
        expect(relativeError(got, lifBackwardReference(x, norm, ds, p))).toBeLessThan(1e-6);
      },
    );

    test("spikes are pooled and counted alike", () => {
      const p = { timesteps, batch, height, width, channels, pool };
      const words = randomSpikes(timesteps, rows * channels, 0.3, 4);
      expect(relativeError(poolSpikesTyped(words, p), poolSpikesReference(words, p))).toBeLessThan(
        1e-6,
      );
      const counts = countSpikesReference(words, timesteps, rows * channels);
      expect(countSpikesTyped(words, timesteps, rows * channels)).toEqual(counts);
    });
  },
);

test.each([
  [1, 2, 1],
  [4, 63, 4],
  [20, 130, 5],
])("norm on typed arrays equals the specification: %i x %i x %i", (norms, rows, channels) => {
  const sizes = { norms, rows, channels, eps: 1e-4 };
  const y = noise(norms * rows * channels, 1, 9, 11);
  const gamma = noise(norms * channels, 2, 0.5, 1.5);
  const dz = noise(y.length, 3);
  const norm = normReference(y, gamma, sizes);
  expect(relativeError(normTyped(y, gamma, sizes), norm)).toBeLessThan(1e-6);
  const want = normBackwardReference(y, dz, norm, sizes);
  const got = normBackwardTyped(y, dz, norm, sizes);
  expect(relativeError(got.dy, want.dy)).toBeLessThan(1e-5);
  expect(relativeError(got.dgamma, want.dgamma)).toBeLessThan(1e-5);
});

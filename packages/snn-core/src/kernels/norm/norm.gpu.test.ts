import { beforeAll, describe, expect, test } from "vitest";

import { noise, onGpu, relativeError, useTestGpu } from "../../testing/gpu.ts";
import { normBackwardReference, normReference } from "./norm.ref.ts";
import {
  normBackwardApply,
  normBackwardFinish,
  normBackwardPartial,
  normChunks,
  normFinish,
  normPartial,
} from "./norm.ts";

beforeAll(useTestGpu);

const sizes = [
  [1, 2, 1],
  [4, 63, 4],
  [20, 130, 5],
  [3, 1025, 8],
  [1, 4096, 3],
] as const;

describe.each(sizes)("%i statistics of %i rows and %i channels", (norms, rows, channels) => {
  const params = { norms, rows, channels, eps: 1e-4, chunks: normChunks(norms, rows, channels) };
  // Far from zero: a sum of squares would lose the variance.
  const y = noise(norms * rows * channels, 1, 9, 11);
  const gamma = noise(norms * channels, 2, 0.5, 1.5);

  test("mean, variance, scale and shift agree", async () => {
    const partial = await onGpu(normPartial, params, [y]);
    const got = await onGpu(normFinish, params, [partial, y, gamma]);
    const want = normReference(y, gamma, params);
    const sets = norms * channels;
    for (let part = 0; part < 4; part++) {
      const range = [part * sets, (part + 1) * sets] as const;
      expect(relativeError(got.slice(...range), want.slice(...range))).toBeLessThan(2e-5);
    }
  });

  test("both gradients agree", async () => {
    const dz = noise(y.length, 3);
    const norm = normReference(y, gamma, params);
    const partial = await onGpu(normBackwardPartial, params, [y, dz, norm]);
    const sums = await onGpu(normBackwardFinish, params, [partial]);
    const dy = await onGpu(normBackwardApply, params, [y, dz, norm, sums]);
    const want = normBackwardReference(y, dz, norm, params);
    expect(relativeError(dy, want.dy)).toBeLessThan(1e-4);
    expect(relativeError(sums.slice(norms * channels), want.dgamma)).toBeLessThan(1e-4);
  });
});

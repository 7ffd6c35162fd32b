import { expect, test } from "vitest";

import { noise } from "../../testing/gpu.ts";
import { normBackwardReference, normReference } from "./norm.ref.ts";

test("two rows worked by hand: mean 2, variance 1, scale gamma / sqrt(1 + eps)", () => {
  const norm = normReference(Float32Array.of(1, 3), Float32Array.of(2), {
    norms: 1,
    rows: 2,
    channels: 1,
    eps: 0,
  });
  expect([...norm]).toEqual([2, 1, 2, -4]);
});

test("the gradient agrees with a finite difference", () => {
  const sizes = { norms: 2, rows: 7, channels: 3, eps: 1e-4 };
  const y = noise(42, 1, -2, 3);
  const gamma = noise(6, 2, 0.5, 1.5);
  const dz = noise(42, 3);
  const norm = normReference(y, gamma, sizes);
  const { dy, dgamma } = normBackwardReference(y, dz, norm, sizes);
  const value = (input: Float32Array, scale: Float32Array) => {
    const n = normReference(input, scale, sizes);
    return input.reduce((sum, v, i) => {
      const set = Math.floor(i / 21) * 3 + (i % 3);
      return sum + dz[i]! * (v * n[12 + set]! + n[18 + set]!);
    }, 0);
  };
  const bump = (values: Float32Array, at: number, by: number) =>
    values.map((v, i) => (i === at ? v + by : v));
  for (const at of [0, 5, 20, 21, 41]) {
    const slope = (value(bump(y, at, 1e-2), gamma) - value(bump(y, at, -1e-2), gamma)) / 2e-2;
    expect(dy[at]).toBeCloseTo(slope, 2);
  }
  for (const at of [0, 3, 5]) {
    const slope = (value(y, bump(gamma, at, 1e-2)) - value(y, bump(gamma, at, -1e-2))) / 2e-2;
    expect(dgamma[at]).toBeCloseTo(slope, 2);
  }
});

import { describe, expect, test } from "vitest";

import { noise } from "../../testing/gpu.ts";
import { lifBackwardReference, lifReference } from "./lif.ref.ts";

const neuron = { rows: 1, channels: 1, norms: 0, leak: 0.5, threshold: 1 };
const upstream = { height: 1, width: 1, pool: 1, surrogateScale: 0.3 };

describe("the specification of leaky integrate-and-fire", () => {
  test("gives four steps worked by hand, one exactly at the threshold", () => {
    // u: 0.75, 1 (no spike), 1.25 (spike, v = 0.25), 0.875
    const x = Float32Array.of(0.75, 0.625, 0.75, 0.75);
    expect(lifReference(x, null, { ...neuron, timesteps: 4 })[0]).toBe(0b0100);
  });

  test("keeps what is above the threshold after a spike", () => {
    // u: 3 (spike, v = 2), 1 (not above), 0.5
    const x = Float32Array.of(3, 0, 0);
    expect(lifReference(x, null, { ...neuron, timesteps: 3 })[0]).toBe(0b001);
  });

  test("puts steps 32 and 33 into the second word", () => {
    const x = Float32Array.from({ length: 34 }, (_, t) => (t === 32 ? 5 : 0));
    expect([...lifReference(x, null, { ...neuron, timesteps: 34 })]).toEqual([0, 0b11]);
  });

  test("applies scale and shift of each timestep", () => {
    const norm = Float32Array.of(0, 0, 0, 0, 2, 0, 0, 3); // scale 2, 0; shift 0, 3
    const x = Float32Array.of(0.75, 9);
    expect(lifReference(x, norm, { ...neuron, norms: 2, timesteps: 2 })[0]).toBe(0b11);
  });

  test("has the gradient worked by hand: slope times upstream, plus the leaked later one", () => {
    // u = 0.5, 1.25 (spike); slopes 0.3 * 0.5 = 0.15, 0.3 * 0.75 = 0.225
    const x = Float32Array.of(0.5, 1);
    const du = lifBackwardReference(x, null, Float32Array.of(1, 2), {
      ...neuron,
      ...upstream,
      timesteps: 2,
    });
    expect(du[1]).toBeCloseTo(0.45, 6);
    expect(du[0]).toBeCloseTo(0.15 + 0.5 * 0.45, 6);
  });

  test("agrees with a finite difference of the smooth surrogate, the reset held fixed", () => {
    const timesteps = 6;
    const x = noise(timesteps, 3, 0, 1.2);
    const ds = noise(timesteps, 4);
    const params = { ...neuron, ...upstream, leak: 0.9, timesteps };
    const du = lifBackwardReference(x, null, ds, params);
    const fired = lifReference(x, null, params)[0]!;
    // Integral of the triangle: S(u) rises from 0 at u = 0 to 0.3 at u = 2.
    const smooth = (u: number) => {
      const z = Math.max(-1, Math.min(1, u - 1));
      return 0.3 * (0.5 + z - (Math.sign(z) * z * z) / 2);
    };
    const value = (input: Float64Array) => {
      let v = 0;
      let sum = 0;
      for (let t = 0; t < timesteps; t++) {
        const u = 0.9 * v + input[t]!;
        sum += ds[t]! * smooth(u);
        v = u - ((fired >> t) & 1);
      }
      return sum;
    };
    for (let t = 0; t < timesteps; t++) {
      const step = (by: number) => Float64Array.from(x, (u, i) => (i === t ? u + by : u));
      const slope = (value(step(1e-5)) - value(step(-1e-5))) / 2e-5;
      expect(du[t]).toBeCloseTo(slope, 4);
    }
  });
});

// The memory plan is pure: real models within WebGPU's default limits, refusals with a number that
// is true, and any small network within any limits.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { SnnError } from "../../errors.ts";
import { stateLayout } from "../../model/layout.ts";
import { preset } from "../../model/presets.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { networks } from "../../testing/networks.ts";
import { deviceLayout } from "../parameters.ts";
import { planStep } from "../trainer.ts";
import { candidates } from "../tuner/candidates.ts";
import type { Chunk, MemoryLimits, MemoryPlan } from "./memory.ts";
import { type InputKind, networkOf } from "./network.ts";
import { plainTuning, type Tuning } from "./tuning.ts";

/** What a device has that nobody asked for more. */
const defaults: MemoryLimits = {
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxBufferSize: 256 * 2 ** 20,
};

interface Wish {
  kind?: InputKind;
  batch?: number;
  limits?: MemoryLimits;
  budget?: number | undefined;
  tuning?: Tuning;
}

function plan(spec: ModelSpec, wish: Wish = {}) {
  const { kind = "poisson", batch = 32, limits = defaults, budget, tuning = plainTuning } = wish;
  const network = networkOf(spec, kind);
  const layout = deviceLayout(network);
  const world = { layout, tuning, memoryBudget: budget };
  return planStep(world, network, batch, limits);
}

const within = (bytes: number): MemoryLimits => ({
  maxStorageBufferBindingSize: bytes,
  maxBufferSize: bytes,
});

function refusal(work: () => unknown): SnnError {
  try {
    work();
  } catch (error) {
    if (error instanceof SnnError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("S-VGG9, 20 steps, on a device with WebGPU's default limits", () => {
  const bounds = [
    [32, 620e6],
    [8, 220e6],
  ] as const;
  test.each(bounds)("a batch of %i takes at most %i bytes and 120 dispatches", (batch, most) => {
    const { plan: memory, steps } = plan(preset("vgg9", 10), { batch });
    expect(memory.bytes).toBeLessThanOrEqual(most);
    expect(steps.length + 1).toBeLessThanOrEqual(120);
    expect(Math.max(...memory.buffers.values())).toBeLessThanOrEqual(128 * 2 ** 20);
  });

  test.each(["weightGradient", "weightGradientFirst"] as const)(
    "nor with any %s that the tuner may choose: only such kernels differ in memory",
    (kernel) => {
      const spec = preset("vgg9", 10);
      const own = candidates(32).filter((one) => one.kernel === kernel);
      const kernels = own.map(({ variant }) => {
        const tuning = { ...plainTuning, [kernel]: variant };
        for (const [batch, most] of bounds) {
          expect(plan(spec, { batch, tuning }).plan.bytes).toBeLessThanOrEqual(most);
        }
        return JSON.stringify(plan(spec, { batch: 8, tuning }).steps);
      });
      expect(new Set(kernels).size).toBe(own.length);
    },
    60_000,
  );

  test("every dispatch stays within eight storage buffers", () => {
    const { steps } = plan(preset("vgg9", 100));
    expect(Math.max(...steps.map(({ bound }) => bound.length))).toBeLessThanOrEqual(8);
  });
});

describe("the ANN of FedSNN's code, on a device with WebGPU's default limits", () => {
  const spec = preset("vgg9-baseline", 100);
  const { plan: memory, steps } = plan(spec, { kind: "direct" });

  test("a batch of 32 takes parameters, gradient and momentum, and little more", () => {
    const parameters = memory.buffers.get("parameters")!;
    expect(parameters).toBeGreaterThanOrEqual(4 * stateLayout(spec).trainable);
    expect(parameters).toBeLessThanOrEqual(93e6);
    expect(memory.bytes).toBeLessThanOrEqual(3 * parameters + 120e6);
    expect(Math.max(...memory.buffers.values())).toBeLessThanOrEqual(128 * 2 ** 20);
    expect(steps.length + 1).toBeLessThanOrEqual(120);
  });

  test("its masks need no memory, and no dispatch of their own", () => {
    const blocks = spec.blocks.map((data) => ("dropout" in data ? { ...data, dropout: 0 } : data));
    const without = plan({ ...spec, blocks }, { kind: "direct" });
    expect(memory.bytes).toBe(without.plan.bytes);
    expect(steps.length).toBe(without.steps.length);
    expect(Math.max(...steps.map(({ bound }) => bound.length))).toBeLessThanOrEqual(8);
  });
});

test("s5, a batch of 32, needs at most 120 dispatches", () => {
  expect(plan(preset("s5", 10), { kind: "direct" }).steps.length + 1).toBeLessThanOrEqual(120);
});

test.each([
  ["s5", 78e6],
  ["vgg9-direct", 210e6],
] as const)("%s takes at most %i bytes, whatever gradient of few steps is chosen", (name, most) => {
  for (const { kernel, variant } of candidates(32)) {
    if (kernel !== "weightGradientFew" && kernel !== "weightGradientFloats") continue;
    const tuning = { ...plainTuning, [kernel]: variant };
    expect(plan(preset(name, 10), { kind: "direct", tuning }).plan.bytes).toBeLessThanOrEqual(most);
  }
});

describe("what does not fit is refused", () => {
  const spec = preset("vgg9", 10);

  test("by one buffer, with the largest batch that fits", () => {
    const limits = within(24e6);
    const { code, fact } = refusal(() => plan(spec, { batch: 512, limits }));
    expect(code).toBe("gpu/memory");
    const [, size, allowed, fits] =
      /^a batch of 512 needs one buffer of ([\d,]+) MB, this device allows (\d+) MB: (\d+) pictures fit$/.exec(
        fact,
      )!;
    expect(Number(size!.replace(",", ""))).toBeGreaterThan(24);
    expect(allowed).toBe("24");
    plan(spec, { batch: Number(fits), limits });
    expect(refusal(() => plan(spec, { batch: Number(fits) + 1, limits })).code).toBe("gpu/memory");
  });

  test("by all of them, with the budget", () => {
    const { fact } = refusal(() => plan(spec, { batch: 32, budget: 300e6 }));
    expect(fact).toMatch(/^a batch of 32 needs \d+ MB, 300 MB are allowed: \d+ pictures fit$/);
    const fits = Number(/(\d+) pictures/.exec(fact)![1]);
    expect(plan(spec, { batch: fits, budget: 300e6 }).plan.bytes).toBeLessThanOrEqual(300e6);
    expect(refusal(() => plan(spec, { batch: fits + 1, budget: 300e6 })).code).toBe("gpu/memory");
  });

  test("and said so when not even one picture fits", () => {
    const { fact } = refusal(() => plan(spec, { batch: 4, limits: within(1e6) }));
    expect(fact).toMatch(/^a batch of 4 needs .*: not even one picture fits$/);
  });
});

test("more budget keeps more of the forward pass, and means fewer dispatches", () => {
  const spec = preset("s5", 10);
  const least = plan(spec, { kind: "direct", budget: 48e6 });
  const most = plan(spec, { kind: "direct", budget: 1e9 });
  const kept = ({ plan: { layers } }: typeof most) => layers.filter(({ isKept }) => isKept).length;
  expect(kept(least)).toBeLessThan(kept(most));
  expect(kept(most)).toBe(most.plan.layers.length);
  expect(most.steps.length).toBeLessThan(least.steps.length);
  expect(least.plan.bytes).toBeLessThanOrEqual(48e6);
});

const wishes = fc.record({
  kind: fc.constantFrom<InputKind>("direct", "poisson", "repeated", "given"),
  batch: fc.integer({ min: 1, max: 40 }),
  limit: fc.integer({ min: 8_000, max: 4_000_000 }),
  budget: fc.option(fc.integer({ min: 20_000, max: 8_000_000 }), { nil: undefined }),
});

/** Each image in exactly one chunk, in order. */
function coverage(chunks: readonly Chunk[]): number[] {
  return chunks.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
}

function check(memory: MemoryPlan, limit: number, budget: number | undefined): void {
  const sizes = [...memory.buffers.values()];
  expect(Math.max(...sizes)).toBeLessThanOrEqual(limit);
  expect(memory.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  if (budget !== undefined) expect(memory.bytes).toBeLessThanOrEqual(budget);
  const images = Array.from({ length: memory.batch }, (_, i) => i);
  for (const { chunks, y } of memory.layers) {
    expect(coverage(chunks)).toEqual(images);
    expect(y.length).toBe(chunks.length);
  }
}

test("no plan exceeds its limits, or leaves out a picture, and every buffer bound is planned", () => {
  fc.assert(
    fc.property(networks, wishes, (spec, { kind, batch, limit, budget }) => {
      const limits = within(limit);
      try {
        const { plan: memory, steps } = plan(spec, { kind, batch, limits, budget });
        check(memory, limit, budget);
        const known = new Set([...memory.buffers.keys(), "pixels"]);
        for (const bound of steps.flatMap((step) => step.bound)) {
          const name = typeof bound === "string" ? bound : bound.name;
          expect(known.has(name), name).toBe(true);
          if (typeof bound === "string") continue;
          expect(bound.offset % 256).toBe(0);
          expect(bound.offset + bound.size).toBeLessThanOrEqual(memory.buffers.get(name)!);
        }
      } catch (error) {
        if (!(error instanceof SnnError)) throw error;
        expect(error.code).toBe("gpu/memory");
        const fits = Number(/(\d+) pictures fit/.exec(error.fact)?.[1] ?? 0);
        expect(fits).toBeLessThan(batch);
        if (fits > 0) plan(spec, { kind, batch: fits, limits, budget });
      }
    }),
    { numRuns: 400 },
  );
});

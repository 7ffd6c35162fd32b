// Small networks at random, for property tests.

import fc from "fast-check";

import type { Block } from "../model/spec.ts";
import { conv, linear, model, pool, readout } from "./models.ts";

/** Up to three layers with pools between them. */
export const networks = fc
  .record({
    timesteps: fc.integer({ min: 1, max: 40 }),
    input: fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 4, max: 12 }),
      fc.integer({ min: 4, max: 12 }),
    ),
    first: fc.constantFrom(1, 2),
    layers: fc.array(
      fc.record({
        isConv: fc.boolean(),
        out: fc.integer({ min: 1, max: 9 }),
        kernel: fc.integer({ min: 1, max: 5 }),
        norm: fc.constantFrom("bn" as const, "bntt" as const, null),
        window: fc.constantFrom(1, 1, 2),
      }),
      { maxLength: 3 },
    ),
    classes: fc.integer({ min: 1, max: 11 }),
  })
  .map(({ timesteps, input, first, layers, classes }) => {
    let [channels, height, width] = input;
    const blocks: Block[] = [];
    const shrink = (window: number) => {
      if (window === 1 || Math.min(height, width) < window) return;
      blocks.push(pool(window));
      [height, width] = [Math.floor(height / window), Math.floor(width / window)];
    };
    shrink(first);
    for (const { isConv, out, kernel, norm, window } of layers) {
      if (isConv) blocks.push(conv(channels, out, kernel, norm));
      else blocks.push(linear(channels * height * width, out, norm));
      if (!isConv) [height, width] = [1, 1];
      channels = out;
      shrink(window);
    }
    blocks.push(readout(channels * height * width, classes));
    return model(timesteps, input, blocks);
  });

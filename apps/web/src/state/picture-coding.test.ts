import { expect, test } from "vitest";
import { asPixels, CODED_STEPS, codePicture } from "./picture-coding.ts";

/** Black, middle grey and white by thirds. */
const pixels = Uint8Array.from({ length: 3072 }, (_, i) => [0, 128, 255][i % 3]!);
const images = { count: 1, labels: Uint8Array.of(0), pixels };

test("direct coding gives every step the picture itself, and shows it as it was", () => {
  const { steps, means } = codePicture(images, 0, { coding: "direct", seed: 1 });
  expect(steps).toHaveLength(CODED_STEPS);
  expect(asPixels(steps[CODED_STEPS - 1]!)).toEqual(pixels);
  expect(asPixels(means.at(-1)!)).toEqual(pixels);
});

test("Poisson coding sends spikes of either sign: half of the time where a value is full", () => {
  const { steps, counts, means } = codePicture(images, 0, { coding: "poisson", seed: 1 });
  expect(new Set(steps.flatMap((step) => [...step].map((x) => x + 0)))).toEqual(
    new Set([-1, 0, 1]),
  );
  steps.forEach((step, t) => expect(counts[t]).toBe(step.filter((x) => x !== 0).length));
  // 2,048 full values with probability 1/2: mean 1,024, deviation 22.6; the grey third is silent.
  for (const count of counts) expect(Math.abs(count - 1024 - 4)).toBeLessThan(6 * 23);
  const black = means.at(-1)!.filter((_, i) => i % 3 === 0);
  expect(black.reduce((sum, x) => sum + x, 0) / black.length).toBeCloseTo(-0.5, 1);
});

test("the same seed draws the same spikes, another one others", () => {
  const draw = (seed: number) => codePicture(images, 0, { coding: "poisson", seed }).steps[0];
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toEqual(draw(4));
});

test("a gain brightens, and what it brightens too far is cut off", () => {
  expect([...asPixels(Float32Array.of(-1, -0.5, 0, 0.25), 2)]).toEqual([0, 0, 128, 191]);
});

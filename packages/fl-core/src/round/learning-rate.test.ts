import { defaultSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { learningRateAt } from "./learning-rate.ts";

const { optimizer } = defaultSettings;
const fedsnn = { optimizer, learningRateDrops: { rounds: [40, 60, 80], factor: 5 } };

test("FedSNN's rate is divided by five after rounds 40, 60 and 80", () => {
  const rates = Array.from({ length: 100 }, (_, i) => learningRateAt(fedsnn, i + 1));
  const expected = [
    ...Array<number>(40).fill(0.1),
    ...Array<number>(20).fill(0.02),
    ...Array<number>(20).fill(0.004),
    ...Array<number>(20).fill(0.0008),
  ];
  rates.forEach((rate, i) => expect(rate, `round ${i + 1}`).toBeCloseTo(expected[i]!, 12));
});

test("the order of the drops does not matter, and without any the rate is the settings'", () => {
  const mixed = { optimizer, learningRateDrops: { rounds: [80, 40, 60], factor: 5 } };
  expect(learningRateAt(mixed, 70)).toBe(learningRateAt(fedsnn, 70));
  expect(learningRateAt(defaultSettings, 1000)).toBe(0.1);
});

import { expect, test } from "vitest";

import { usualPlan } from "./plan.ts";

test.each([true, false])(
  "a whole benchmark compares vgg9 at one batch, software: %s",
  (isSoftware) => {
    const { steps, evaluations, kernels } = usualPlan({ quick: false, isSoftware });
    for (const rows of [steps, evaluations]) {
      expect(rows).toContainEqual(
        expect.objectContaining({ preset: "vgg9", batch: 1, tfjsBatch: 1 }),
      );
      expect([...new Set(rows.map(({ preset }) => preset))]).toEqual(["s4", "s5", "vgg9"]);
    }
    expect(evaluations.every(({ task }) => task === "evaluation")).toBe(true);
    expect([kernels.vgg9.hasRest, kernels.s5.hasRest]).toEqual([true, true]);
  },
);

test("the quick one runs no tfjs ops of vgg9", () => {
  const { steps, evaluations, kernels } = usualPlan({ quick: true, isSoftware: true });
  const large = [...steps, ...evaluations].filter(({ preset }) => preset === "vgg9");
  expect(large.map(({ tfjsBatch }) => tfjsBatch)).toEqual([null]);
  expect(kernels.vgg9.hasRest).toBe(false);
});

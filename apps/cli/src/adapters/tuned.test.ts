import { expect, test } from "vitest";

import { chosenWords } from "./tuned.ts";

test("of what was tried only the chosen variants are named", () => {
  const tried = [
    { kernel: "packedConv", variant: "20 steps", ms: 4, problem: null, isChosen: false },
    {
      kernel: "packedConv",
      variant: "20 steps x 4 channels",
      ms: 1,
      problem: null,
      isChosen: true,
    },
    { kernel: "tileConv", variant: "8 pixels", ms: 3, problem: null, isChosen: true },
  ] as const;
  expect(chosenWords({ tried: [...tried] })).toBe(
    "packedConv: 20 steps x 4 channels; tileConv: 8 pixels",
  );
  expect(chosenWords({ tried: [] })).toBe("the plain kernels, since none could be timed");
});

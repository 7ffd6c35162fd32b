import { expect, test } from "vitest";
import type { TriedVariant, TuningReport } from "@spikefed/snn-core/bench-figures";
import { chosenGroups, chosenVariants, variantNote } from "./bench-variants.ts";

const tried = (more: Partial<TriedVariant>): TriedVariant => ({
  ...{ kernel: "packedConv", variant: "plain", ms: 10, problem: null, isChosen: false },
  ...more,
});
const best = tried({ variant: "filters by subgroup of 32", ms: 4, isChosen: true });
const wrong = tried({ variant: "5 steps", ms: null, problem: "the result is wrong" });
const onlyPlain = tried({ kernel: "tileConv", ms: null, problem: "out of time", isChosen: true });
const report: TuningReport = {
  ...{ version: 1, adapter: "a chip", tuning: {} as TuningReport["tuning"], ms: 900 },
  tried: [tried({}), onlyPlain, best, wrong],
};

test("of each kernel the chosen variant is held against the plain one", () => {
  const [tile, packed] = chosenVariants(report);
  expect(packed).toEqual({ ...best, gain: 2.5 });
  expect(tile).toEqual({ ...onlyPlain, gain: null });
  const cells = chosenGroups[0]!.columns.map(({ cell }) => [cell(packed!), cell(tile!)]);
  expect(cells).toEqual([
    ["4.00", null],
    ["2.50", null],
  ]);
});

test("a variant says that it was chosen, or why it was refused", () => {
  expect([tried({}), best, wrong].map(variantNote)).toEqual([
    ...[null, "chosen", "Refused: the result is wrong"],
  ]);
});

import { readFileSync } from "node:fs";

import { expect, test } from "vitest";
import { readGoldenCase } from "@spikefed/volunteer";

import { goldenFiles } from "./golden-files.ts";

const cases = (await goldenFiles()).map((file) => readGoldenCase(file, readFileSync(file)));

type Case = (typeof cases)[number];
const layers = ({ spec }: Case) =>
  spec.blocks.flatMap((block) => (block.type === "conv" || block.type === "linear" ? [block] : []));
const pools = ({ spec }: Case) =>
  spec.blocks.flatMap((block) => (block.type === "avgpool" ? [block.size] : []));
const spikes = (one: Case) => layers(one).some(({ activation }) => activation === "lif");

test.each<[string, (one: Case) => boolean]>([
  ["one step that spikes", (one) => one.spec.timesteps === 1 && spikes(one)],
  ["a word of steps", ({ spec }) => spec.timesteps === 32],
  ["two words of steps", ({ spec }) => spec.timesteps === 40],
  ["a filter of five", (one) => layers(one).some((b) => b.type === "conv" && b.kernel === 5)],
  ["an even filter", (one) => layers(one).some((b) => b.type === "conv" && b.kernel % 2 === 0)],
  ["no norm", (one) => layers(one).every(({ norm }) => norm === null)],
  [
    "one norm for all steps",
    (one) => one.spec.timesteps > 1 && layers(one).every(({ norm }) => norm === "bn"),
  ],
  [
    "a hundred classes",
    ({ spec }) => spec.blocks.some((b) => b.type === "readout" && b.out === 100),
  ],
  ["a batch of one", ({ batch }) => batch.labels.length === 1],
  ["windows of two and of three", (one) => [2, 3].every((size) => pools(one).includes(size))],
  ["a pool before the first layer", ({ spec }) => spec.blocks[0]!.type === "avgpool"],
  ["a ReLU twin with pools", (one) => !spikes(one) && pools(one).length > 1],
  ["sizes that no power of two divides", ({ spec }) => spec.input.every((size) => size % 2 === 1)],
])("A golden case of the project has %s", (_, holds) => {
  expect(cases.filter(holds)).not.toEqual([]);
});

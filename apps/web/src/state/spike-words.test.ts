import { expect, test } from "vitest";
import {
  drawnCaption,
  fired,
  layerCaption,
  layerSentence,
  mostActiveSentence,
  silentSentence,
  spikesPerNeuron,
  topVotes,
  verdict,
} from "./spike-words.ts";

const layer = {
  name: "conv 2",
  neurons: 4096,
  sampled: 3,
  spikes: Uint32Array.of(0b1010, 0, 0b1111),
  total: 212,
};

test("bit t is step t", () => {
  const steps = [0, 1, 2, 3].map((step) => fired(layer, 0, step, 4));
  expect(steps).toEqual([false, true, false, true]);
  expect(spikesPerNeuron(layer, 4)).toEqual([2, 0, 4]);
});

test("more than 32 steps take more words per neuron", () => {
  const long = { ...layer, sampled: 2, spikes: Uint32Array.of(0, 0b1, 0x80000000, 0) };
  expect(fired(long, 0, 32, 40)).toBe(true);
  expect(fired(long, 1, 31, 40)).toBe(true);
  expect(fired(long, 1, 32, 40)).toBe(false);
});

test("a layer is counted in words", () => {
  expect(layerSentence(layer, 4)).toBe(
    "212 spikes of 4,096 neurons in 4 steps: 1.3\u00a0% of what was possible.",
  );
  expect(layerCaption(layer, 4)).toBe("212 spikes (1.3\u00a0%)");
  expect(drawnCaption(layer)).toBe("3 of 4,096 neurons drawn");
  expect(silentSentence(layer, 4)).toBe("3 neurons shown, 1 of them silent.");
});

test("the most active neuron of those shown is named, a silent layer has none", () => {
  expect(mostActiveSentence(layer, 4)).toBe("Most active: neuron 3, at 4 of 4 steps.");
  const tie = { ...layer, spikes: Uint32Array.of(0b1, 0b11, 0b11) };
  expect(mostActiveSentence(tie, 4)).toBe("Most active: neuron 2, at 2 of 4 steps.");
  expect(mostActiveSentence({ ...layer, spikes: new Uint32Array(3) }, 4)).toBe("");
});

test("votes are ranked by their softmax share, the truth is marked", () => {
  const classes = ["cat", "frog", "aquarium_fish"];
  const votes = topVotes([0, Math.log(6), Math.log(3)], classes, 2);
  expect(votes.map(({ name, isTruth }) => [name, isTruth])).toEqual([
    ["frog", false],
    ["aquarium fish", true],
    ["cat", false],
  ]);
  [0.6, 0.3, 0.1].forEach((share, i) => expect(votes[i]?.share).toBeCloseTo(share, 9));
});

test("the verdict says right and wrong plainly", () => {
  expect(verdict([0, 2], ["cat", "frog"], 1)).toBe("The network says frog, which is right.");
  expect(verdict([0, 2], ["cat", "frog"], 0)).toBe(
    "The network says frog; the picture is of class cat.",
  );
});

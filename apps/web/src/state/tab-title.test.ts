import { emptyView } from "@spikefed/fl-core";
import { expect, test } from "vitest";
import { documentTitle } from "./narration.ts";
import { tabTitle } from "./tab-title.ts";

const work = { batch: 17, batches: 25, loss: null, accuracy: null, imagesPerSecond: null };
const training = {
  phase: "training" as const,
  view: { ...emptyView, round: 3 },
  work: { round: 3, ...work },
};

test("a hidden tab that trains shows how far its round is", () => {
  expect(tabTitle(training, true)).toBe("68\u00a0% - round 3");
});

test("seen, or with nothing to do, the title is that of every page", () => {
  const usual = documentTitle(training.view, "Volunteer");
  expect(tabTitle(training, false)).toBe(usual);
  expect(tabTitle({ ...training, phase: "sent" }, true)).toBe(usual);
  expect(tabTitle({ ...training, work: null }, true)).toBe(usual);
  expect(tabTitle(null, true)).toBe(documentTitle(null, "Volunteer"));
});

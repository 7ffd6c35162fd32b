import { emptyView } from "@spikefed/fl-core";
import { expect, test } from "vitest";
import { traceTrigger } from "./trace-trigger.ts";

test("once at the start and once at the end of a round's training", () => {
  const isDue = traceTrigger();
  const at = (round: number, phase: "waiting" | "training" | "sent", batch = 1) => {
    const work = { round, batch, batches: 4, loss: null, accuracy: null, imagesPerSecond: null };
    return isDue({ phase, work, view: { ...emptyView, runId: "r", round } });
  };
  expect(at(0, "waiting")).toBe(false);
  expect(at(1, "training", 0)).toBe(false);
  expect(at(1, "training")).toBe(true);
  expect(at(1, "training")).toBe(false);
  expect(at(1, "sent")).toBe(true);
  expect(at(2, "training")).toBe(true);
});

import { emptyView } from "@spikefed/fl-core";
import { defaultSettings } from "@spikefed/protocol";
import { memoryNeeded, modelOf } from "@spikefed/snn-core";
import { expect, test } from "vitest";
import { memoryPlanner } from "./planned-memory.ts";

const limits = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 };
const classes = Array.from({ length: 10 }, (_, i) => `class ${i}`);
const dataset = { name: "shapes", source: "drawn", procedural: true, sha256: "", classes };
const settings = { ...defaultSettings, preset: "s4" as const, batchSize: 16 };
const view = { ...emptyView, runId: "run-00001", settings, dataset };
const spec = modelOf(settings, 10);

test("each run's model is planned once, when the engine is there", () => {
  const plan = memoryPlanner({ limits: () => limits, tuning: undefined });
  expect(plan({ view, allocatedBytes: null })).toBeNull();
  expect(plan({ view, allocatedBytes: 1 })).toEqual({
    need: memoryNeeded({ spec, batch: 16, limits }),
    refusal: null,
  });
  expect(plan({ view, allocatedBytes: 1 })).toBeNull();
  expect(plan({ view: { ...view, runId: "run-00002" }, allocatedBytes: 1 })).not.toBeNull();
});

test("a batch that does not fit says what it needs and what is allowed", () => {
  const small = { maxStorageBufferBindingSize: 1e4, maxBufferSize: 1e4 };
  const plan = memoryPlanner({ limits: () => small, tuning: undefined });
  const planned = plan({ view, allocatedBytes: 1 });
  expect(planned?.need).toBeNull();
  expect(planned?.refusal).toMatch(/^a batch of 16 needs one buffer of .* this device allows/);
});

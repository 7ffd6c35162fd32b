import type { Device } from "@spikefed/protocol";
import { plainTuning } from "@spikefed/snn-core";
import { expect, test } from "vitest";
import { deviceRows, deviceText } from "./device-report.ts";

const facts = {
  device: { kind: "software-gpu" as const, label: "SwiftShader", executor: "reference/wasm" },
  why: "software graphics: the processor is faster here",
  tuning: null,
  selfTestMs: null,
  imagesPerSecond: null,
  bytesDown: 1_540_000,
  bytesUp: 0,
  workedMs: 65_000,
  ...{ batches: 130, allocatedBytes: null, memory: null, pace: null },
  receipt: null,
  screen: "on" as const,
};

test("this device, in lines that can be sent with a bug report", () => {
  expect(deviceText(deviceRows(facts))).toBe(
    [
      "Adapter: SwiftShader",
      "Mode: software graphics",
      "Executor: tfjs reference on WebAssembly",
      "Why: software graphics: the processor is faster here",
      "Self-test: not needed: the processor trains",
      "Speed: not measured",
      "Batches: 130 batches, 2.0 a second of work",
      "Memory allocated: not measured",
      "Memory planned: not planned: only the engine on WebGPU plans it",
      "Pace: Full, as chosen",
      "Received: 1.5 MB",
      "Sent: 0 B",
      "Time worked: 1 min 5 s",
      "Screen: stays on while training",
      "Last record: none has counted this device yet",
    ].join("\n"),
  );
});

test("a graphics device shows its self-test and kernels", () => {
  const tuning = { tuning: plainTuning, source: "kept" as const, ms: 1900 };
  const rows = new Map(deviceRows({ ...facts, tuning, selfTestMs: 840 }));
  expect(rows.get("Self-test")).toBe("passed in 0.8\u00a0s");
  expect(rows.get("Kernels")).toBe("kept from an earlier visit");
  expect([...rows.keys()].indexOf("Kernels")).toBeLessThan([...rows.keys()].indexOf("Speed"));
});

test("a self-test that was not passed is told from one that was not needed, and from one not known", () => {
  const selfTest = (device: Partial<Device>) =>
    new Map(deviceRows({ ...facts, device: { ...facts.device, ...device } })).get("Self-test");
  expect(selfTest({})).toBe("not needed: the processor trains");
  expect(selfTest({ note: "lif: 3 spikes too many" })).toBe(
    "not passed on graphics: the processor trains",
  );
  expect(selfTest({ executor: "engine/webgpu" })).toBe("not known");
});

test("memory says what the model needs, what a buffer may have, and what is taken", () => {
  const need = { bytes: 610e6, largestBuffer: 134.2e6, largestAllowed: 1024e6, dispatches: 55 };
  const memory = { need, refusal: null };
  const rows = new Map(deviceRows({ ...facts, allocatedBytes: 650e6, memory }));
  expect(rows.get("Memory allocated")).toBe("650.0\u00a0MB");
  expect(rows.get("Memory planned")).toBe(
    "needs 610.0\u00a0MB; one buffer 134.2\u00a0MB, this device allows 1,024.0\u00a0MB",
  );
  const refusal = "a batch of 64 needs 900 MB, 500 MB are allowed: 32 pictures fit";
  const refused = new Map(deviceRows({ ...facts, memory: { need: null, refusal } }));
  expect(refused.get("Memory planned")).toBe(refusal);
});

test("the pace says why", () => {
  const pace = { name: "easing", as: "normal", share: 0.75, why: "batches" } as const;
  const rows = new Map(deviceRows({ ...facts, pace }));
  expect(rows.get("Pace")).toBe("Normal, since batches took twice their usual time for 20\u00a0s");
});

test("before the first batch there is no speed", () => {
  const rows = new Map(deviceRows({ ...facts, batches: 0, workedMs: 0 }));
  expect(rows.get("Batches")).toBe("0 batches");
});

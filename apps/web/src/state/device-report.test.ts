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
      "Self-test: none passed on graphics",
      "Speed: not measured",
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
  expect(rows.get("Self-test")).toBe("passed in 0.8 s");
  expect(rows.get("Kernels")).toBe("kept from an earlier visit");
  expect([...rows.keys()].indexOf("Kernels")).toBeLessThan([...rows.keys()].indexOf("Speed"));
});

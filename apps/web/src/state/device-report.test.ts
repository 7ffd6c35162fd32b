import { expect, test } from "vitest";
import { deviceRows, deviceText } from "./device-report.ts";

const facts = {
  device: { kind: "software-gpu" as const, label: "SwiftShader", executor: "reference/wasm" },
  why: "software graphics: the processor is faster here",
  imagesPerSecond: null,
  bytesDown: 1_540_000,
  bytesUp: 0,
  workedMs: 65_000,
  screen: "on" as const,
};

test("this device, in lines that can be sent with a bug report", () => {
  expect(deviceText(deviceRows(facts))).toBe(
    [
      "Adapter: SwiftShader",
      "Mode: software graphics",
      "Executor: tfjs reference on WebAssembly",
      "Why: software graphics: the processor is faster here",
      "Speed: not measured",
      "Received: 1.5 MB",
      "Sent: 0 B",
      "Time worked: 1 min 5 s",
      "Screen: stays on while training",
    ].join("\n"),
  );
});

import { expect, test } from "vitest";
import type { DeviceProbe } from "@spikefed/snn-core";
import { deviceWords, executorName } from "./device-words.ts";

const words = (reason: DeviceProbe["reason"], label = "Apple M2") =>
  deviceWords({ kind: reason === "ok" ? "gpu" : "cpu", label, reason });

test("the device line has five outcomes", () => {
  expect(deviceWords(null).sentence).toBe("This device: checking.");
  expect(words("ok").sentence).toBe("This device: ready. WebGPU, Apple M2.");
  expect(words("software", "SwiftShader").sentence).toBe(
    "This device: ready but slow. Software graphics, SwiftShader.",
  );
  expect(words("missing").sentence).toMatch(/no WebGPU\. It trains on the processor, slower/);
  expect(words("no-adapter").sentence).toBe(words("missing").sentence);
  expect(words("insecure").sentence).toMatch(/without https/);
});

test("everything but a ready device comes with advice", () => {
  for (const reason of ["software", "missing", "insecure", "no-adapter"] as const) {
    expect(words(reason).advice).not.toBeNull();
  }
  expect(words("ok").advice).toBeNull();
});

test("an executor is named in words", () => {
  expect(executorName("engine/webgpu")).toBe("own engine on WebGPU");
  expect(executorName("kernels/wasm")).toBe("own kernels on WebAssembly");
  expect(executorName("reference/wasm")).toBe("tfjs reference on WebAssembly");
});

import { expect, test } from "vitest";
import type { DeviceProbe } from "@spikefed/snn-core";
import { deviceWords, executorName } from "./device-words.ts";

const words = (reason: DeviceProbe["reason"], label = "Apple M2") =>
  deviceWords({ kind: reason === "ok" ? "gpu" : "cpu", label, reason });

test("the device line says of each device what holds for it", () => {
  expect(deviceWords(null).sentence).toBe("This device: checking.");
  expect(words("ok").sentence).toBe("This device: ready. WebGPU, Apple M2.");
  expect(words("software", "SwiftShader").sentence).toBe(
    "This device: ready but slow. Software graphics, SwiftShader.",
  );
  expect(words("missing").sentence).toMatch(/no WebGPU\. It trains on the processor, slower/);
  // Its browser has WebGPU, as the advice says.
  expect(words("no-adapter").sentence).toMatch(
    /no graphics adapter to use\. It trains on the processor, slower/,
  );
  expect(words("insecure").sentence).toMatch(/without https/);
});

test("everything but a ready device comes with advice", () => {
  for (const reason of ["software", "missing", "insecure", "no-adapter"] as const) {
    expect(words(reason).advice).not.toBeNull();
  }
  expect(words("ok").advice).toBeNull();
});

const agents = {
  linux:
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  android:
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Mobile Safari/537.36",
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  safari:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15",
  iphone:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1",
};

test.each<[keyof typeof agents, DeviceProbe["reason"], RegExp]>([
  ["linux", "missing", /chrome:\/\/flags/],
  ["linux", "no-adapter", /chrome:\/\/flags/],
  ["android", "missing", /a current Chrome, Edge or Safari/],
  ["android", "no-adapter", /found no graphics adapter/],
  ["firefox", "missing", /no WebGPU yet\. Chrome or Edge on this device should/],
  ["safari", "missing", /no WebGPU yet\. Chrome or Edge on this device should/],
  ["iphone", "missing", /iOS 26 or newer/],
])("the advice is for this browser: %s, %s", (agent, reason, advice) => {
  const facts = { kind: "cpu", label: "processor", reason } as const;
  expect(deviceWords(facts, agents[agent]).advice).toMatch(advice);
});

test("an executor is named in words", () => {
  expect(executorName("engine/webgpu")).toBe("own engine on WebGPU");
  expect(executorName("kernels/wasm")).toBe("own kernels on WebAssembly");
  expect(executorName("reference/wasm")).toBe("tfjs reference on WebAssembly");
});

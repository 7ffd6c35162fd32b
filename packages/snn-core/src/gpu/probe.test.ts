import { expect, test } from "vitest";
import { probeDevice, type ProbeWorld } from "./probe.ts";

const withAdapter = (adapter: object | null): ProbeWorld => ({
  isSecureContext: true,
  gpu: { requestAdapter: () => Promise.resolve(adapter) },
});

test("a graphics chip is ready and named as the browser names it", async () => {
  const world = withAdapter({
    info: { vendor: "apple", architecture: "metal-3", description: "" },
  });
  expect(await probeDevice(world)).toEqual({ kind: "gpu", label: "apple metal-3", reason: "ok" });
});

test("software graphics is called so, by flag or by name", async () => {
  const flagged = withAdapter({ info: { vendor: "x", isFallbackAdapter: true } });
  expect((await probeDevice(flagged)).reason).toBe("software");
  const named = withAdapter({ info: { vendor: "google", architecture: "swiftshader" } });
  expect((await probeDevice(named)).kind).toBe("software-gpu");
});

test("an adapter without a name is still an adapter", async () => {
  expect((await probeDevice(withAdapter({}))).label).toBe("unnamed adapter");
});

test("no adapter, no WebGPU and no https are told apart", async () => {
  expect((await probeDevice(withAdapter(null))).reason).toBe("no-adapter");
  const failing = {
    isSecureContext: true,
    gpu: { requestAdapter: () => Promise.reject(new Error("blocked")) },
  };
  expect((await probeDevice(failing)).reason).toBe("no-adapter");
  expect((await probeDevice({ isSecureContext: true, gpu: undefined })).reason).toBe("missing");
  expect((await probeDevice({ isSecureContext: false, gpu: undefined })).reason).toBe("insecure");
});

test("a software driver that names itself only in its description is found", async () => {
  const described = withAdapter({
    info: { vendor: "mesa", description: "llvmpipe (LLVM 15.0.6)" },
  });
  expect((await probeDevice(described)).kind).toBe("software-gpu");
});

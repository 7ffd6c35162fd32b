import { expect, test } from "vitest";
import { probe, type ProbeWorld } from "./probe.ts";

const withAdapter = (adapter: object | null): ProbeWorld => ({
  isSecureContext: true,
  gpu: { requestAdapter: () => Promise.resolve(adapter) },
});

test("a graphics chip is ready and named as the browser names it", async () => {
  const world = withAdapter({
    info: { vendor: "apple", architecture: "metal-3", description: "" },
  });
  expect(await probe(world)).toEqual({ kind: "gpu", label: "apple metal-3", reason: "ok" });
});

test("software graphics is called so, by flag or by name", async () => {
  const flagged = withAdapter({ info: { vendor: "x", isFallbackAdapter: true } });
  expect((await probe(flagged)).reason).toBe("software");
  const named = withAdapter({ info: { vendor: "google", architecture: "swiftshader" } });
  expect((await probe(named)).kind).toBe("software-gpu");
});

test("an adapter without a name is still an adapter", async () => {
  expect((await probe(withAdapter({}))).label).toBe("unnamed adapter");
});

test("no adapter, no WebGPU and no https are told apart", async () => {
  expect((await probe(withAdapter(null))).reason).toBe("no-adapter");
  const failing = {
    isSecureContext: true,
    gpu: { requestAdapter: () => Promise.reject(new Error("blocked")) },
  };
  expect((await probe(failing)).reason).toBe("no-adapter");
  expect((await probe({ isSecureContext: true, gpu: undefined })).reason).toBe("missing");
  expect((await probe({ isSecureContext: false, gpu: undefined })).reason).toBe("insecure");
});

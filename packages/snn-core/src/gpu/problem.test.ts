import { afterEach, expect, test, vi } from "vitest";

import { SnnError } from "../errors.ts";
import { allocate, deviceError, rejectionError } from "./problem.ts";

/** As Dawn writes them, in Node and in Chrome. */
const unparsed = `Error while parsing WGSL: :1:1 error: unexpected token
this is no shader
^^^^

 - While calling [Device].CreateShaderModule([ShaderModuleDescriptor ""packed_conv""]).
`;
const wrongUsage = `Binding usage (BufferUsage::Uniform) of [Buffer "sums"] doesn't match expected usage (BufferUsage::Storage).
 - While validating [BindGroupDescriptor ""lif_forward 2""] against [BindGroupLayout (unlabeled)]
`;
const invalid = `[Invalid ComputePipeline "tile_conv"] is invalid due to a previous error.
 - While encoding [ComputePassEncoder "engine"].SetPipeline([Invalid ComputePipeline "tile_conv"]).`;

const said = (message: string) => deviceError({ message });

afterEach(() => vi.unstubAllGlobals());

test("the kernel that a message names further down leads the fact", () => {
  expect(said(unparsed)).toMatchObject({
    code: "gpu/failed",
    fact: "kernel packed_conv: Error while parsing WGSL: :1:1 error: unexpected token",
  });
  expect(said(wrongUsage).fact).toMatch(/^kernel lif_forward 2: Binding usage .*Storage\)$/);
});

test("a kernel that the first line names is not named twice", () => {
  const fact = '[Invalid ComputePipeline "tile_conv"] is invalid due to a previous error';
  expect(said(invalid).fact).toBe(fact);
});

test("a message that names no kernel, or says nothing, is a fact all the same", () => {
  expect(said("Buffer size is 0.\n - While calling [Device]").fact).toBe("Buffer size is 0");
  expect(said(" ").fact).toBe("an error without words");
});

test("a lack of memory has a code of its own", () => {
  class OutOfMemory {
    message = 'Failed to allocate.\n - With [BufferDescriptor ""sums""]';
  }
  vi.stubGlobal("GPUOutOfMemoryError", OutOfMemory);
  expect(deviceError(new OutOfMemory())).toMatchObject({
    code: "gpu/memory",
    fact: "Failed to allocate",
  });
  expect(said("Failed to allocate.").code).toBe("gpu/failed");
});

test("what WebGPU's promises reject with is the device's failure, what we throw is not", () => {
  const lost = new DOMException("the device was lost", "AbortError");
  expect(rejectionError(lost)).toMatchObject({ code: "gpu/failed", fact: "the device was lost" });
  const ours = new SnnError("state/length", "no state was set yet");
  const fault = new TypeError("x is undefined");
  expect([rejectionError(ours), rejectionError(fault)]).toEqual([ours, fault]);
});

test("a pipeline that does not compile is named by whoever asked for it", () => {
  const internal = new DOMException("the compiler gave up", "OperationError");
  const told = rejectionError(internal, "weight_gradient");
  expect(told).toMatchObject({ fact: "kernel weight_gradient: the compiler gave up" });
});

/** A device whose scopes find what `createBuffer` pushed. */
function deviceWithRoomFor(bytes: number) {
  const scopes: { filter: string; error: { message: string } | null }[] = [];
  let used = 0;
  const device = {
    pushErrorScope: (filter: string) => scopes.push({ filter, error: null }),
    popErrorScope: () => Promise.resolve(scopes.pop()!.error),
    createBuffer: ({ size }: { size: number }) => {
      used += size;
      const scope = scopes.findLast(({ filter }) => filter === "out-of-memory");
      if (used > bytes) scope!.error ??= { message: "Failed to allocate 30 bytes." };
    },
  };
  return { device: device as unknown as GPUDevice, scopes };
}

test("buffers that have no room are a gpu/memory with what can be done", async () => {
  const { device, scopes } = deviceWithRoomFor(50);
  const make = (count: number) => () => {
    for (let i = 0; i < count; i++) device.createBuffer({ size: 30, usage: 0 });
  };
  await allocate(device, make(1));
  await expect(allocate(device, make(2))).rejects.toMatchObject({
    code: "gpu/memory",
    fact: "Failed to allocate 30 bytes",
    cure: expect.stringContaining("a smaller batch size"),
  });
  expect(scopes).toEqual([]);
});

test("a scope is closed also when making the buffers throws", async () => {
  const { device, scopes } = deviceWithRoomFor(50);
  const fail = () => {
    throw new TypeError("no such usage");
  };
  await expect(allocate(device, fail)).rejects.toThrow("no such usage");
  expect(scopes).toEqual([]);
});

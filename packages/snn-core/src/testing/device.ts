// A WebGPU device without tfjs, for tests that need limits, features or a loss of their own.

import { expect, onTestFinished } from "vitest";

import { prepareNodeGpu } from "../gpu/node.ts";

/** @throws where the machine has no adapter. */
export async function testAdapter(): Promise<GPUAdapter> {
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
  return (await globalThis.spikefedGpu!.requestAdapter())!;
}

const problems = new WeakMap<GPUDevice, string[]>();

export async function testDevice(descriptor?: GPUDeviceDescriptor): Promise<GPUDevice> {
  const device = await (await testAdapter()).requestDevice(descriptor);
  const found: string[] = [];
  problems.set(device, found);
  device.onuncapturederror = ({ error }) => found.push(error.message);
  return device;
}

/** At the end of this test the device must have reported nothing. */
export function expectNoProblems(device: GPUDevice): void {
  onTestFinished(() => {
    expect(problems.get(device)?.splice(0)).toEqual([]);
  });
}

/** Counts what lives on a device, by its own calls. */
export function watchBuffers(device: GPUDevice) {
  const watched = { created: 0, destroyed: 0, bytes: 0, largest: 0 };
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    watched.created += 1;
    watched.bytes += descriptor.size;
    watched.largest = Math.max(watched.largest, descriptor.size);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      watched.destroyed += 1;
      watched.bytes -= descriptor.size;
      destroy();
    };
    return buffer;
  };
  return watched;
}

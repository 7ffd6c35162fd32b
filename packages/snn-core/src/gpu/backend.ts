// The only door to tfjs's backends. WebGPU gets a device that we ask for ourselves, with the
// adapter's own limits and the optional features that kernels may use.

import * as tf from "@tensorflow/tfjs-core";

import { SnnError } from "../errors.ts";
import type { BackendName } from "../train/executor.ts";
import { adapterLabel } from "./probe.ts";
import { deviceError, rejectionError } from "./problem.ts";

/** Optional features, taken where offered. */
const FEATURES = ["shader-f16", "subgroups", "timestamp-query"] as GPUFeatureName[];

/** Limits raised to what the adapter allows; everything works within the defaults too. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupStorageSize",
  "maxStorageBuffersPerShaderStage",
] as const;

let wasmFiles: Record<string, string> | string | null = null;
let adapterName: string | null = null;
let bindingLimit: number | null = null;
let current: GPUDevice | null = null;
/** What a device reported and nobody was told yet. */
const problems = new WeakMap<GPUDevice, SnnError>();
/** What somebody was told of a device: nothing that it computes is to be trusted. */
const failures = new WeakMap<GPUDevice, SnnError>();
const ready = new Map<BackendName, Promise<void>>();

/** Where the wasm backend's three binaries are: a map from file name to URL, or a URL prefix. */
export function setWasmFiles(files: Record<string, string> | string): void {
  wasmFiles = files;
}

/**
 * Makes `name` tfjs's current backend, loading it on first use; a device that has failed is
 * replaced.
 *
 * @throws {SnnError} `gpu/missing` when there is no WebGPU adapter.
 */
export async function activateBackend(name: BackendName): Promise<void> {
  const reported = name === "webgpu" && current !== null ? problems.get(current) : undefined;
  if (reported !== undefined) giveUp(current!, reported);
  let loading = ready.get(name);
  if (!loading) {
    loading = load(name);
    ready.set(name, loading);
    loading.catch(() => ready.delete(name));
  }
  await loading;
  await tf.setBackend(name);
}

/**
 * Runs GPU work and refuses its result when the device reported an error or was lost meanwhile:
 * tfjs itself goes on silently with wrong numbers. The next activation makes a new device.
 *
 * @param device Whose; by default that of the webgpu backend now.
 * @throws {SnnError} `gpu/failed` with the device's own words, `gpu/memory` when it has none left.
 */
export async function guardGpu<R>(work: () => Promise<R>, device = gpuDevice()): Promise<R> {
  try {
    const result = await work();
    throwProblem(device);
    return result;
  } catch (error) {
    throwProblem(device, error);
    const told = rejectionError(error);
    if (told === error) throw error;
    throw giveUp(device, told as SnnError);
  }
}

function throwProblem(device: GPUDevice, cause?: unknown): void {
  const problem = problems.get(device);
  if (problem === undefined) return;
  problems.delete(device);
  throw giveUp(device, new SnnError(problem.code, problem.fact, { cause }));
}

function giveUp(device: GPUDevice, failure: SnnError): SnnError {
  failures.set(device, failure);
  if (device === current) ready.delete("webgpu");
  return failure;
}

/** What was told of a device that failed: nothing it computes is to be trusted. Null: it works. */
export const failureOf = (device: GPUDevice): SnnError | null => failures.get(device) ?? null;

/** Bytes that one buffer may have on the active device; null before there is one. */
export const largestBinding = (): number | null => bindingLimit;

/**
 * The device of the webgpu backend, for kernels of our own on the same queue.
 *
 * @throws {SnnError} `gpu/missing` before the backend is active.
 */
export function gpuDevice(): GPUDevice {
  const backend = tf.findBackend("webgpu") as { device?: GPUDevice } | null;
  if (backend?.device) return backend.device;
  throw new SnnError("gpu/missing", "the webgpu backend is not active");
}

/** Adapter of the webgpu backend in words; null before it is active. */
export const webgpuAdapter = (): string | null => adapterName;

async function load(name: BackendName): Promise<void> {
  if (name === "cpu") await import("@tensorflow/tfjs-backend-cpu");
  else if (name === "wasm") await loadWasm();
  else await loadWebgpu();
  await tf.setBackend(name);
  await tf.ready();
}

async function loadWasm(): Promise<void> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  // tfjs starts threads from the text of its own functions, which a bundler has renamed, and from
  // blob scripts, which a strict content security policy forbids.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (wasmFiles) wasm.setWasmPaths(wasmFiles);
}

async function loadWebgpu(): Promise<void> {
  const gpu = (globalThis.navigator as { gpu?: GPU } | undefined)?.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter)
    throw new SnnError("gpu/missing", gpu ? "there is no WebGPU adapter" : "there is no WebGPU");
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  const requiredLimits: Record<string, number> = {};
  for (const limit of LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits,
  });
  watch(device);
  adapterName = adapterLabel(adapter.info);
  bindingLimit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  tf.removeBackend("webgpu");
  current?.destroy(); // given up: its memory is for the next one
  current = device;
  tf.registerBackend("webgpu", () => new WebGPUBackend(device, adapter.info), 3);
}

/** The first thing that a device reports counts: what follows is mostly a consequence. */
function watch(device: GPUDevice): void {
  const note = (problem: SnnError) => {
    if (!problems.has(device)) problems.set(device, problem);
  };
  device.onuncapturederror = ({ error }) => note(deviceError(error));
  // Only a device that was given up is destroyed here, so "destroyed" is a loss like any other.
  void device.lost.then(({ reason, message }) => {
    note(new SnnError("gpu/failed", `the graphics device was lost: ${message || reason}`));
  });
}

// What a graphics device says is wrong, as an error of ours: the kernel's name first, since what
// goes into a run log is short.

import { SnnError } from "../errors.ts";

/** Objects whose label is a kernel's name, the surest first. */
const NAMED = ["ComputePipeline", "ShaderModule", "BindGroup"];

/** Rejections of WebGPU's own promises: a lost device, a pipeline that does not compile. */
const REJECTIONS = new Set(["OperationError", "AbortError", "GPUPipelineError"]);

/** An error that no scope caught, or that one did. */
export function deviceError(error: GPUError, options?: ErrorOptions): SnnError {
  const code = isOutOfMemory(error) ? "gpu/memory" : "gpu/failed";
  return new SnnError(code, factOf(error.message), options);
}

/**
 * A rejection of WebGPU as `gpu/failed`; every other error as it is.
 *
 * @param kernel What was being made, where a driver does not say so itself.
 */
export function rejectionError(error: unknown, kernel?: string): unknown {
  if (error instanceof SnnError || !isRejection(error)) return error;
  return new SnnError("gpu/failed", factOf(error.message, kernel), { cause: error });
}

/**
 * Makes buffers, all at once, and sees that there was room for them.
 *
 * @throws {SnnError} `gpu/memory`
 */
export async function allocate(device: GPUDevice, make: () => void): Promise<void> {
  device.pushErrorScope("out-of-memory");
  let found: Promise<GPUError | null>;
  try {
    make();
  } finally {
    found = device.popErrorScope();
  }
  const error = await found;
  if (error !== null) throw new SnnError("gpu/memory", factOf(error.message));
}

function isRejection(error: unknown): error is Error {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  return REJECTIONS.has(String(name)) && typeof message === "string";
}

function isOutOfMemory(error: GPUError): boolean {
  const { GPUOutOfMemoryError: kind } = globalThis as { GPUOutOfMemoryError?: unknown };
  return typeof kind === "function" && error instanceof kind;
}

/** The first line, led by the kernel that the rest of the message names. */
function factOf(message: string, kernel = kernelIn(message)): string {
  const first = message.trim().split("\n")[0] ?? "";
  const line = first.trim().replace(/\.$/, "") || "an error without words";
  return kernel === null || line.includes(`"${kernel}"`) ? line : `kernel ${kernel}: ${line}`;
}

/** Drivers write `[Invalid ShaderModule "name"]` and `[BindGroupDescriptor ""name""]`. */
function kernelIn(message: string): string | null {
  for (const kind of NAMED) {
    const label = new RegExp(`\\[(?:Invalid )?${kind}(?:Descriptor)? "+([^"\\n]+)"+\\]`);
    const name = label.exec(message)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}

// What this device offers, asked without loading tfjs: small enough for a page's first view.

export interface DeviceProbe {
  kind: "gpu" | "software-gpu" | "cpu";
  /** Adapter or processor in words. */
  label: string;
  /** `insecure`: the page came over plain http, where browsers give no WebGPU. */
  reason: "ok" | "software" | "missing" | "insecure" | "no-adapter";
}

/** Adapters that compute on the processor, by the names their drivers give. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render|warp/i;

export function isSoftware(info: GPUAdapterInfo): boolean {
  const flagged = (info as { isFallbackAdapter?: boolean }).isFallbackAdapter === true;
  return (
    flagged ||
    SOFTWARE.test([info.vendor, info.architecture, info.description, info.device].join(" "))
  );
}

export async function probeDevice(): Promise<DeviceProbe> {
  const { gpu, hardwareConcurrency } = globalThis.navigator as {
    gpu?: GPU;
    hardwareConcurrency?: number;
  };
  const cores = hardwareConcurrency ? `processor, ${hardwareConcurrency} cores` : "processor";
  if (!gpu) {
    const insecure = (globalThis as { isSecureContext?: boolean }).isSecureContext === false;
    return { kind: "cpu", label: cores, reason: insecure ? "insecure" : "missing" };
  }
  const adapter = await gpu
    .requestAdapter({ powerPreference: "high-performance" })
    .catch(() => null);
  if (!adapter) return { kind: "cpu", label: cores, reason: "no-adapter" };
  const { info } = adapter;
  const label =
    info.description || [info.vendor, info.architecture].filter(Boolean).join(" ") || "graphics";
  return isSoftware(info)
    ? { kind: "software-gpu", label, reason: "software" }
    : { kind: "gpu", label, reason: "ok" };
}

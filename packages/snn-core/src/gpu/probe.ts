// What this device offers, asked without loading tfjs: small enough for a page's first view.

/** What a device can train with. */
export interface DeviceProbe {
  kind: "gpu" | "software-gpu" | "cpu";
  /** Adapter or processor in words. */
  label: string;
  /** `insecure`: the page came over plain http, where browsers give no WebGPU. */
  reason: "ok" | "software" | "missing" | "insecure" | "no-adapter";
}

/** What is asked; handed in, so that tests need no browser. */
export interface ProbeWorld {
  isSecureContext: boolean;
  gpu: { requestAdapter: (options?: object) => Promise<AdapterFacts | null> } | undefined;
}

interface AdapterFacts {
  isFallbackAdapter?: boolean;
  info?: AdapterWords;
}

/** The parts of `GPUAdapterInfo` that browsers fill in, each perhaps empty or missing. */
export interface AdapterWords {
  vendor?: string;
  architecture?: string;
  device?: string;
  description?: string;
  isFallbackAdapter?: boolean;
}

/** Adapters that compute on the processor, by the names their drivers give. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|warp/i;

/**
 * Asks for an adapter and tells hardware from software by its name. Loads nothing, makes no device.
 *
 * @param world Where to ask: by default this page, worker or process.
 */
export async function probeDevice(world: ProbeWorld = thisWorld()): Promise<DeviceProbe> {
  const processor = { kind: "cpu", label: "processor" } as const;
  if (!world.isSecureContext) return { ...processor, reason: "insecure" };
  if (world.gpu === undefined) return { ...processor, reason: "missing" };
  const adapter = await world.gpu
    .requestAdapter({ powerPreference: "high-performance" })
    .catch(() => null);
  if (adapter === null) return { ...processor, reason: "no-adapter" };
  const label = adapterLabel(adapter.info);
  const flagged = adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
  return flagged || SOFTWARE.test(label)
    ? { kind: "software-gpu", label, reason: "software" }
    : { kind: "gpu", label, reason: "ok" };
}

/** An adapter in words: whatever the browser tells. */
export function adapterLabel(info: AdapterWords | undefined): string {
  const description = info?.description?.trim() ?? "";
  if (description !== "") return description;
  const words = [info?.vendor, info?.architecture, info?.device].filter((word) => word);
  return words.length === 0 ? "unnamed adapter" : words.join(" ");
}

/** Node has no `isSecureContext`; only a browser's `false` means insecure. */
function thisWorld(): ProbeWorld {
  const { isSecureContext } = globalThis as { isSecureContext?: boolean };
  const { gpu } = globalThis.navigator as { gpu?: ProbeWorld["gpu"] };
  return { isSecureContext: isSecureContext !== false, gpu };
}

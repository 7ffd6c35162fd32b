// What the join page finds out about this device. It asks the browser only; tfjs is not loaded yet.
// The worker decides for itself after Join, with snn-core's own probe.

import type { DeviceFacts } from "../state/device-words.ts";

/** What is asked of the browser; handed in, so that tests need none. */
export interface ProbeWorld {
  isSecureContext: boolean;
  gpu: { requestAdapter: () => Promise<AdapterFacts | null> } | undefined;
}

interface AdapterFacts {
  isFallbackAdapter?: boolean;
  info?: {
    vendor?: string;
    architecture?: string;
    device?: string;
    description?: string;
    isFallbackAdapter?: boolean;
  };
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|warp/i;

export async function probe(world: ProbeWorld = browserWorld()): Promise<DeviceFacts> {
  if (!world.isSecureContext) return { kind: "cpu", label: "processor", reason: "insecure" };
  if (world.gpu === undefined) return { kind: "cpu", label: "processor", reason: "missing" };
  const adapter = await world.gpu.requestAdapter().catch(() => null);
  if (adapter === null) return { kind: "cpu", label: "processor", reason: "no-adapter" };
  const label = adapterLabel(adapter);
  const isSoftware =
    (adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false) || SOFTWARE.test(label);
  return isSoftware
    ? { kind: "software-gpu", label, reason: "software" }
    : { kind: "gpu", label, reason: "ok" };
}

function adapterLabel({ info }: AdapterFacts): string {
  const description = info?.description?.trim() ?? "";
  if (description !== "") return description;
  const words = [info?.vendor, info?.architecture, info?.device].filter((word) => word);
  return words.length === 0 ? "unnamed adapter" : words.join(" ");
}

function browserWorld(): ProbeWorld {
  return { isSecureContext, gpu: navigator.gpu };
}

// What a reader of figures wants to know of the device behind them, as WebGPU tells it.

/** Optional features that kernels may use. */
const FEATURES = ["shader-f16", "subgroups", "timestamp-query"] as const;

/** Limits that decide which kernel variants and which batches fit. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBuffersPerShaderStage",
] as const;

/** What a device allows and offers, for the report. */
export interface DeviceFacts {
  /** null: the browser does not tell. */
  vendor: string | null;
  architecture: string | null;
  /** Those of the engine's wishes that the device has. */
  features: string[];
  /** Lanes of the smallest and the largest subgroup; null without subgroups. */
  subgroupSizes: { min: number; max: number } | null;
  /** In bytes or pieces, as WebGPU names them. */
  limits: Record<(typeof LIMITS)[number], number>;
}

export function deviceFacts(device: FactualDevice): DeviceFacts {
  const { features, limits } = device;
  // Older browsers have no `adapterInfo`.
  const { vendor, architecture, subgroupMinSize, subgroupMaxSize } = device.adapterInfo ?? {};
  const hasSizes = subgroupMinSize !== undefined && subgroupMaxSize !== undefined;
  return {
    vendor: vendor || null,
    architecture: architecture || null,
    features: FEATURES.filter((feature) => features.has(feature)),
    subgroupSizes:
      features.has("subgroups") && hasSizes ? { min: subgroupMinSize, max: subgroupMaxSize } : null,
    limits: Object.fromEntries(LIMITS.map((name) => [name, limits[name]])) as DeviceFacts["limits"],
  };
}

/** The parts of a `GPUDevice` that are read. */
export interface FactualDevice {
  features: { has: (name: (typeof FEATURES)[number]) => boolean };
  limits: DeviceFacts["limits"];
  adapterInfo?: {
    vendor?: string;
    architecture?: string;
    subgroupMinSize?: number;
    subgroupMaxSize?: number;
  };
}

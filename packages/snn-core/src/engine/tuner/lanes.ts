/** The parts of a `GPUDevice` that are read; older browsers have no `adapterInfo`. */
export interface SubgroupFacts {
  features: { has: (name: "subgroups") => boolean };
  adapterInfo?: { subgroupMinSize?: number; subgroupMaxSize?: number };
}

/** Lanes of a subgroup where the device has them and all have as many; else 0. */
export function lanesOf({ features, adapterInfo = {} }: SubgroupFacts): number {
  const { subgroupMinSize: least, subgroupMaxSize: most } = adapterInfo;
  return features.has("subgroups") && least === most ? (least ?? 0) : 0;
}

/** Lanes of a subgroup where the device has them and all have as many; else 0. */
export function lanesOf({ features, adapterInfo }: GPUDevice): number {
  const { subgroupMinSize: least, subgroupMaxSize: most } = adapterInfo;
  return features.has("subgroups") && least === most ? (least ?? 0) : 0;
}

// What the dispatches of a layer are made from.

import type { DeviceLayout } from "../parameters.ts";
import type { LayerMemory, MemoryPlan } from "../plan/memory.ts";
import type { Layer, Network } from "../plan/network.ts";
import type { Tuning } from "../plan/tuning.ts";

export interface ProgramScope {
  network: Network;
  layout: DeviceLayout;
  plan: MemoryPlan;
  tuning: Tuning;
}

export interface LayerScope {
  network: Network;
  layout: DeviceLayout;
  tuning: Tuning;
  batch: number;
  layer: Layer;
  memory: LayerMemory;
  /** Place among the layers. */
  index: number;
  /** Buffer that the layer reads. */
  input: string;
  /** The layer before, whose output gradient this one makes; null for the first. */
  before: { layer: Layer; memory: LayerMemory } | null;
  /** Gradient of this layer's output by chunk, and whether it is the same at every step. */
  upstream: { names: readonly string[]; isConstant: boolean };
}

export function layerScopes({ network, layout, plan, tuning }: ProgramScope): LayerScope[] {
  const last = network.layers.length - 1;
  return network.layers.map((layer, index) => {
    const memory = plan.layers[index]!;
    const isConstant = index === last;
    return {
      network,
      layout,
      tuning,
      batch: plan.batch,
      layer,
      memory,
      index,
      input: index === 0 ? "input" : plan.layers[index - 1]!.output,
      before:
        index === 0 ? null : { layer: network.layers[index - 1]!, memory: plan.layers[index - 1]! },
      upstream: {
        names: memory.chunks.map((_, i) => (isConstant ? "gradient.readout" : `gradient.${i}`)),
        isConstant,
      },
    };
  });
}

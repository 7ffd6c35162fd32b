// The ANN twin of a spiking model: same topology, ReLU, plain batch norm, one step.

import type { ModelSpec } from "./spec.ts";

/**
 * The same topology without spikes: ReLU, plain batch norm, T = 1. What a spiking model's accuracy
 * and energy are held against. Poisson coding becomes direct.
 */
export function annTwin(spec: ModelSpec): ModelSpec {
  return {
    ...spec,
    name: `${spec.name}-ann`,
    timesteps: 1,
    coding: spec.coding === "given" ? "given" : "direct",
    blocks: spec.blocks.map((block) =>
      block.type === "conv" || block.type === "linear"
        ? { ...block, norm: block.norm && "bn", activation: "relu" as const }
        : block,
    ),
  };
}

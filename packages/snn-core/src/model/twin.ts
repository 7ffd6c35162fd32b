// The ANN twin of a spiking model: same topology, ReLU, plain batch norm, one step.

import type { ModelSpec } from "./spec.ts";

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

// The ANN twin of a spiking model: same topology, ReLU, plain batch norm, one step.

import { stateLayout } from "./layout.ts";
import type { ModelSpec } from "./spec.ts";

/**
 * The same topology without spikes: ReLU, plain batch norm, T = 1. What a spiking model's accuracy
 * and energy are held against. Poisson coding becomes direct. A model that is an ANN already is its
 * own twin.
 */
export function annTwin(spec: ModelSpec): ModelSpec {
  if (isAnn(spec)) return spec;
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

/**
 * The state of a model's twin, `[P of the twin]`: the same weights; of what a norm has for each step
 * the mean over the steps.
 *
 * @param state Of the spiking model.
 */
export function twinState(spec: ModelSpec, state: Float32Array): Float32Array<ArrayBuffer> {
  const from = stateLayout(spec).entries;
  const layout = stateLayout(annTwin(spec));
  const twin = new Float32Array(layout.length);
  layout.entries.forEach(({ offset, length }, i) => {
    const own = from[i]!;
    const steps = own.length / length;
    for (let at = 0; at < own.length; at++) {
      twin[offset + (at % length)]! += state[own.offset + at]! / steps;
    }
  });
  return twin;
}

/** Whether all neurons of a model are ReLUs. */
export function isAnn({ blocks, timesteps }: ModelSpec): boolean {
  const layers = blocks.filter((block) => block.type === "conv" || block.type === "linear");
  const all = layers.every(({ activation }) => activation === "relu");
  return all && layers.length > 0 && timesteps === 1;
}

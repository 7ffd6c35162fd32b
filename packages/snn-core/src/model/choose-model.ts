// The model that a run's settings name: a preset, perhaps with other steps or coding, or its twin.

import { SnnError } from "../errors.ts";
import { preset } from "./presets.ts";
import type { ModelSpec } from "./spec.ts";
import { annTwin, isAnn } from "./twin.ts";

/** What settings say about the model. */
export interface ModelChoice {
  /** Name of a preset. */
  preset: string;
  /**
   * `"ann"`: the preset's twin, which has one step and analog input whatever is said below; of a preset
   * that is an ANN the preset itself.
   */
  network: "snn" | "ann";
  /** T; null: the preset's. */
  timesteps: number | null;
  /** How a picture becomes the input of each step; null: as the preset does. */
  coding: "direct" | "poisson" | null;
}

/**
 * The one way from settings to a model, so that coordinator, volunteers and simulation agree on
 * every tensor's shape.
 *
 * @param classes Answers that the model can give.
 * @throws {SnnError} `model/preset` for an unknown name, or for `"snn"` of a preset without spikes.
 */
export function modelOf(choice: ModelChoice, classes: number): ModelSpec {
  const spec = preset(choice.preset, classes);
  if (choice.network === "ann") return annTwin(spec);
  if (isAnn(spec)) {
    throw new SnnError("model/preset", `${choice.preset} has no spikes: its network is "ann"`);
  }
  const timesteps = choice.timesteps ?? spec.timesteps;
  return { ...spec, timesteps, coding: choice.coding ?? spec.coding };
}

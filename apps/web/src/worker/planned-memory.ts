// What a training step of the run's model needs on this graphics device, asked once for each model.

import { memoryNeeded, modelOf, SnnError } from "@spikefed/snn-core";
import type { MemoryLimits, MemoryNeed, Tuning } from "@spikefed/snn-core";
import type { VolunteerSnapshot } from "@spikefed/volunteer";

/** Either is null. */
export interface PlannedMemory {
  need: MemoryNeed | null;
  /** Why no batch of the run fits this device. */
  refusal: string | null;
}

export interface PlannerWorld {
  /** Of the device that trains; asked only when there is one. */
  limits: () => MemoryLimits;
  tuning: Tuning | undefined;
}

type Facts = Pick<VolunteerSnapshot, "view" | "allocatedBytes">;

/** @returns the plan of a new model; null where nothing is new, or nothing plans */
export function memoryPlanner(world: PlannerWorld): (snapshot: Facts) => PlannedMemory | null {
  let planned = "";
  return ({ view, allocatedBytes }) => {
    const { settings, dataset, runId } = view;
    if (settings === null || dataset === null || allocatedBytes === null) return null;
    if (planned === runId) return null;
    planned = runId ?? "";
    const spec = modelOf(settings, dataset.classes.length);
    const tuning = world.tuning === undefined ? {} : { tuning: world.tuning };
    try {
      const question = { spec, batch: settings.batchSize, limits: world.limits(), ...tuning };
      return { need: memoryNeeded(question), refusal: null };
    } catch (error) {
      if (!(error instanceof SnnError)) throw error;
      return { need: null, refusal: error.fact };
    }
  };
}

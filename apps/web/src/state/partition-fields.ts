// The number that goes with each way to deal the pictures.

import type { RunSettings } from "@spikefed/protocol";
import type { NumberField } from "./settings-fields.ts";

export const alphaField: NumberField = {
  key: "alpha",
  label: "Alpha",
  unit: "no unit",
  min: 0.01,
  max: 100,
  step: "any",
  empty: null,
  help: "Small makes devices differ: 0.1 gives most of them two or three classes; 100 is nearly equal.",
  get: ({ partition }) => ("alpha" in partition ? partition.alpha : null),
  set: (settings, alpha) => {
    const kind = settings.partition.kind === "dirichlet" ? "dirichlet" : "fedsnn-dirichlet";
    return { ...settings, partition: { kind, alpha } };
  },
};

export const classesField: NumberField = {
  key: "classesPerClient",
  label: "Classes per device",
  unit: "classes",
  min: 1,
  max: 100,
  step: 1,
  empty: null,
  help: "Every device has pictures of so many classes and of no other.",
  get: ({ partition }) => (partition.kind === "pathological" ? partition.classesPerClient : null),
  set: (settings, classesPerClient) => ({
    ...settings,
    partition: { kind: "pathological", classesPerClient },
  }),
};

export const piecesField: NumberField = {
  key: "shardsPerClient",
  label: "Pieces per device",
  unit: "pieces",
  min: 1,
  max: 100,
  step: 1,
  empty: null,
  help: "A piece is mostly of one class, so few pieces are few classes.",
  get: ({ partition }) => (partition.kind === "shard" ? partition.shardsPerClient : null),
  set: (settings, shardsPerClient) => ({
    ...settings,
    partition: { kind: "shard", shardsPerClient },
  }),
};

/** The number that goes with a way to deal the pictures; null: none does. */
export function partitionField(partition: RunSettings["partition"]): NumberField | null {
  switch (partition.kind) {
    case "iid":
      return null;
    case "pathological":
      return classesField;
    case "shard":
      return piecesField;
    default:
      return alphaField;
  }
}

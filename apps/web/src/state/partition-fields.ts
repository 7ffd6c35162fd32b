// The number that goes with each way to deal the pictures.

import type { RunSettings } from "@spikefed/protocol";
import type { NumberField } from "./settings-fields.ts";

export const alphaField: NumberField = {
  key: "alpha",
  label: "alpha",
  unit: null,
  min: 0.01,
  max: 100,
  step: "any",
  empty: null,
  help: "alphaHelp",
  get: ({ partition }) => ("alpha" in partition ? partition.alpha : null),
  set: (settings, alpha) => {
    const kind = settings.partition.kind === "dirichlet" ? "dirichlet" : "fedsnn-dirichlet";
    return { ...settings, partition: { kind, alpha } };
  },
};

export const classesField: NumberField = {
  key: "classesPerClient",
  label: "classesPerClient",
  unit: "unitClasses",
  min: 1,
  max: 100,
  step: 1,
  empty: null,
  help: "classesPerClientHelp",
  get: ({ partition }) => (partition.kind === "pathological" ? partition.classesPerClient : null),
  set: (settings, classesPerClient) => ({
    ...settings,
    partition: { kind: "pathological", classesPerClient },
  }),
};

export const piecesField: NumberField = {
  key: "shardsPerClient",
  label: "shardsPerClient",
  unit: "unitPieces",
  min: 1,
  max: 100,
  step: 1,
  empty: null,
  help: "shardsPerClientHelp",
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

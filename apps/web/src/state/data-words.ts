// Where the pictures come from, said on every page; drawn shapes are never passed off as CIFAR.

import { t } from "../i18n/en/frame.ts";

export interface DatasetFacts {
  /** For people: "CIFAR-10", with where it came from when that is not the usual place. */
  source: string;
  procedural: boolean;
}

export function dataSentence(dataset: DatasetFacts | null): string | null {
  if (dataset === null) return null;
  return dataset.procedural ? t("picturesDrawn") : t("picturesOf", { source: dataset.source });
}

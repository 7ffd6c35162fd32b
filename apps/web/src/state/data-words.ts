// Where the pictures come from, said on every page; drawn shapes are never passed off as CIFAR.

export interface DatasetFacts {
  /** For people: "CIFAR-10", with where it came from when that is not the usual place. */
  source: string;
  procedural: boolean;
}

export function dataSentence(dataset: DatasetFacts | null): string | null {
  if (dataset === null) return null;
  if (dataset.procedural) {
    return "Pictures: drawn shapes, not CIFAR. The real pictures could not be fetched or were not asked for.";
  }
  return `Pictures: ${dataset.source}.`;
}

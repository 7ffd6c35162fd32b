// One tensor's place in the flat model: what this package needs to know of a model.

/** `StateEntry` of snn-core is one. */
export interface Slot {
  name: string;
  shape: readonly number[];
  /** First value in the flat buffer. */
  offset: number;
  /** Values: product of `shape`. */
  length: number;
}

export type Layout = readonly Slot[];

/** Running variances: the values that an average must not make negative. */
export function varianceSlots(layout: Layout): Slot[] {
  return layout.filter(({ name }) => name.endsWith(".var"));
}

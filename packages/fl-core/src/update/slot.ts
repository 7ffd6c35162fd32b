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

/** A running mean or variance of a norm: no parameter, and never trained. */
export function isStatistic({ name }: Slot): boolean {
  return name.endsWith(".mean") || name.endsWith(".var");
}

export type Layout = readonly Slot[];

/** Running variances: the values that an average must not make negative. */
export function varianceSlots(layout: Layout): Slot[] {
  return layout.filter(({ name }) => name.endsWith(".var"));
}

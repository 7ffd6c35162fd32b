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

/** The slot as FedSNN's tensors: one, or (gamma, mean, var: `[T, N]`) one a step. */
export function tensorsOf({ name, shape, offset, length }: Slot): { start: number; end: number }[] {
  const count = name.endsWith(".weight") ? 1 : (shape[0] ?? 1);
  const size = length / count;
  return Array.from({ length: count }, (_, t) => ({
    start: offset + t * size,
    end: offset + (t + 1) * size,
  }));
}

/** Running variances: the values that an average must not make negative. */
export function varianceSlots(layout: Layout): Slot[] {
  return layout.filter(({ name }) => name.endsWith(".var"));
}

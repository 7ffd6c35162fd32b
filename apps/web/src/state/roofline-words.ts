// The roofline in a sentence.

import { type Ceiling, digits, type KernelRow } from "@spikefed/snn-core/bench-figures";
import { figure } from "./bench-columns.ts";

export function rooflineSentence(
  { gflops, gigabytesPerSecond }: Ceiling,
  kernels: readonly KernelRow[],
): string {
  const roof = `The roof is ${figure(gflops)} GFLOP/s, and ${figure(gigabytesPerSecond)} GB/s on its slope.`;
  const timed = kernels.flatMap(({ name, rooflineShare: share }) =>
    share === null ? [] : [{ name, share }],
  );
  const [first] = timed;
  if (first === undefined) return `${roof} No kernel is timed yet.`;
  const best = timed.reduce((a, b) => (b.share > a.share ? b : a), first);
  return `${roof} Nearest to it, at ${digits(100 * best.share)}\u00a0%: ${best.name}.`;
}

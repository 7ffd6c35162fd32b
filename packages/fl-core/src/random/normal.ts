// Normal draws.

import { uniform, type Random } from "./generator.ts";

/** Standard normal draw (Box-Muller, the cosine half). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)));
  return radius * Math.cos(2 * Math.PI * uniform(random));
}

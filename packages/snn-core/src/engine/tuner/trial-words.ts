// The spikes of a trial's layer as packed words, drawn from the place of a word. Pure.

import { mix32 } from "../../random/counter.ts";
import type { Packed } from "../plan/form.ts";

/** Bits of which an eighth are set, since nets fire at 10 to 20 %. */
const eighth = (n: number): number => mix32(3 * n + 1) & mix32(3 * n + 2) & mix32(3 * n + 3);

/** Word `i` of spikes: of each of the window's neurons an eighth of the steps. */
export function summedWord(
  i: number,
  { steps, window }: { steps: number; window: number },
  { bits }: Packed,
): number {
  const fired = (n: number) => (eighth(n) & (2 ** steps - 1)) >>> 0;
  if (window === 1) return fired(i);
  let word = 0;
  for (let n = i * window; n < (i + 1) * window; n++) {
    const spikes = fired(n);
    for (let t = 0; t < steps; t++) word += ((spikes >>> t) & 1) << (t * bits);
  }
  return word;
}

/** Word `i` of a picture: half of the steps have a spike, all of one sign. */
export function signedWord(i: number, { bits, perWord }: Packed): number {
  const fired = mix32(2 * i);
  const field = mix32(2 * i + 1) % 2 === 0 ? 1 : 2 ** bits - 1;
  let word = 0;
  for (let t = 0; t < perWord; t++) if (((fired >>> t) & 1) === 1) word |= field << (t * bits);
  return word >>> 0;
}

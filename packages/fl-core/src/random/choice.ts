// Orders and samples.

import { below, type Random } from "./generator.ts";

/** Fisher-Yates in place; every order is equally likely. Returns the same array. */
export function shuffle<A extends Uint32Array | unknown[]>(random: Random, items: A): A {
  for (let last = items.length - 1; last > 0; last--) {
    const other = below(random, last + 1);
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}

/** `count` of the items without replacement (all of them when there are fewer), in random order. */
export function sample<T>(random: Random, items: readonly T[], count: number): T[] {
  const pool = [...items];
  const size = Math.min(Math.max(count, 0), pool.length);
  for (let i = 0; i < size; i++) {
    const other = i + below(random, pool.length - i);
    [pool[i], pool[other]] = [pool[other] as T, pool[i] as T];
  }
  return pool.slice(0, size);
}

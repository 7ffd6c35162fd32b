// The largest changes of each tensor as pairs of index and value; all others are 0.

import { SpikefedError } from "@spikefed/protocol";

import type { Encoding } from "./encoding.ts";
import { largest } from "./largest.ts";

/** Values that are sent of a tensor of so many: the share, rounded, and at least one. */
export function keptOf(length: number, share: number): number {
  return Math.min(length, Math.max(1, Math.floor(length * share + 0.5)));
}

/** @see Aji and Heafield, Sparse Communication for Distributed Gradient Descent, EMNLP 2017. */
export function topK(share: number): Encoding {
  return {
    parts: ({ name, length }) => {
      const shape = [keptOf(length, share)];
      return [
        { name: `${name}.index`, dtype: "I32", shape },
        { name: `${name}.value`, dtype: "F32", shape },
      ];
    },
    write: (values) => {
      const indices = largest(values, keptOf(values.length, share));
      return [indices, Float32Array.from(indices, (p) => values[p]!)];
    },
    read: ({ name }, [indices, values], into) => {
      let before = -1;
      (indices as Int32Array).forEach((index, i) => {
        if (index <= before || index >= into.length) refuse(name, index, before, into.length);
        into[index] = (values as Float32Array)[i]!;
        before = index;
      });
    },
  };
}

function refuse(name: string, index: number, before: number, length: number): never {
  const why = `index ${index} after ${before}, of ${length} values`;
  throw new SpikefedError("update/encoding", { tensor: `${name}.index`, encoding: "top-k", why });
}

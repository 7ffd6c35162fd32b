// Updates that follow from who sends them and for which round: no training, the same every time.

import { createHash } from "node:crypto";

import { writeState, type Layout } from "@spikefed/fl-core";

export interface CannedUpdate {
  bytes: Uint8Array;
  sha256: string;
}

/** Small multiples of 1/1024, other ones for each volunteer and round. Variances are not changed. */
export function cannedUpdate(
  { layout, length }: { layout: Layout; length: number },
  volunteer: number,
  round: number,
): CannedUpdate {
  const values = new Float32Array(length);
  for (let p = 0; p < length; p++) {
    values[p] = (((p * (volunteer + 1) + 7 * round) % 97) - 48) / 1024;
  }
  for (const { name, offset, length: size } of layout) {
    if (name.endsWith(".var")) values.fill(0, offset, offset + size);
  }
  const bytes = writeState(layout, values);
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

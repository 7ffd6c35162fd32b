// What every strategy asks of an update before it looks at it.

import { SpikefedError } from "@spikefed/protocol";

import { checkSizes } from "../update/check-sizes.ts";
import { MAX_DELTA } from "../update/read-update.ts";

/**
 * @param delta `[P]`
 * @param length P
 * @throws {SpikefedError} `update/shape`; `update/not-finite`; `update/range` above `MAX_DELTA`.
 */
export function checkDelta(delta: Float32Array, length: number): void {
  if (delta.length !== length) {
    throw new SpikefedError("update/shape", { tensor: "(all)", got: delta.length, want: length });
  }
  checkSizes(delta, "(all)", MAX_DELTA);
}

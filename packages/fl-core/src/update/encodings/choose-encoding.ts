// The encoding of each tensor of an update, as a run's settings say.

import type { UpdateEncoding } from "@spikefed/protocol";

import { isStatistic, type Slot } from "../slot.ts";
import { float32, type Encoding } from "./encoding.ts";
import { float16 } from "./float16.ts";
import { int8 } from "./int8.ts";
import { topK } from "./top-k.ts";

/**
 * Running statistics are always float32. A variance may fall from hundreds to hundredths in a round:
 * what an encoding loses of such a change is more than what is left of the variance.
 */
export function chooseEncoding(choice: UpdateEncoding): (slot: Slot) => Encoding {
  const chosen = encodingOf(choice);
  return (slot) => (isStatistic(slot) ? float32 : chosen);
}

function encodingOf(choice: UpdateEncoding): Encoding {
  switch (choice.kind) {
    case "float32":
      return float32;
    case "float16":
      return float16;
    case "int8":
      return int8;
    case "top-k":
      return topK(choice.share);
  }
}

// Small nets with dropout in every place it can have.

import type { ModelSpec } from "../model/spec.ts";
import { conv, dropped, linear, model, pool, readout } from "./models.ts";

/** Behind a convolution, before a pooling, behind linear layers without norm; channels not in fours. */
export const dropoutModel = (coding: ModelSpec["coding"] = "given"): ModelSpec =>
  model(
    1,
    [3, 9, 7],
    [
      conv(3, 6, 3, "bn", "relu"),
      pool(2),
      dropped(conv(6, 7, 3, "bn", "relu"), 0.3),
      dropped(conv(7, 5, 2, null, "relu"), 0.2),
      pool(2),
      dropped(linear(10, 13, null, "relu"), 0.5),
      dropped(linear(13, 9, "bn", "relu"), 0.5),
      readout(9, 4),
    ],
    coding,
  );

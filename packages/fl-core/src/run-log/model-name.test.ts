import { expect, test } from "vitest";

import { modelName } from "./model-name.ts";

test("a network is called by its preset, as a twin where spikes were left out", () => {
  expect(modelName({ preset: "vgg9", network: "snn" })).toBe("vgg9");
  expect(modelName({ preset: "vgg9", network: "ann" })).toBe("ANN twin of vgg9");
  expect(modelName({ preset: "vgg9-baseline", network: "ann" })).toBe("vgg9-baseline");
});

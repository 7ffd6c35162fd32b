import { expect, test } from "vitest";

import { deviceFacts } from "./device-facts.ts";

const limits = {
  maxBufferSize: 2 ** 30,
  maxStorageBufferBindingSize: 2 ** 27,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBuffersPerShaderStage: 8,
};

test("a device's names, wished features, subgroups and limits are told", () => {
  const device = {
    features: new Set(["subgroups", "shader-f16", "texture-compression-bc"]),
    limits: { ...limits, maxTextureDimension2D: 8192 },
    adapterInfo: {
      ...{ vendor: "apple", architecture: "metal-3" },
      ...{ subgroupMinSize: 32, subgroupMaxSize: 32 },
    },
  };
  expect(deviceFacts(device)).toEqual({
    vendor: "apple",
    architecture: "metal-3",
    features: ["shader-f16", "subgroups"],
    subgroupSizes: { min: 32, max: 32 },
    limits,
  });
});

test("what a browser does not tell is null", () => {
  const silent = { vendor: null, architecture: null, features: [], subgroupSizes: null, limits };
  expect(deviceFacts({ features: new Set(), limits })).toEqual(silent);
  const adapterInfo = { vendor: "", architecture: "", subgroupMinSize: 4, subgroupMaxSize: 128 };
  expect(deviceFacts({ features: new Set(), limits, adapterInfo })).toEqual(silent);
});

import { defaultSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { fitSettings } from "./fit-settings.ts";

test("the default shares stand on CIFAR and become equal parts of a smaller set", () => {
  expect(fitSettings(defaultSettings, 50_000)).toBe(defaultSettings);
  expect(fitSettings(defaultSettings, 5_000)).toEqual({
    ...defaultSettings,
    samplesPerClient: null,
  });
});

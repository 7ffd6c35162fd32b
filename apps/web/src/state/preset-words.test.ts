import { defaultSettings, isAnnPreset, PRESETS, readSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { presetWords, withPreset } from "./preset-words.ts";

test("every preset has a title that begins with its name, and a line for whom it is", () => {
  for (const preset of PRESETS) {
    expect(presetWords(preset).title).toMatch(new RegExp(`^${preset}: `));
    expect(presetWords(preset).help).toMatch(/\.$/);
  }
});

test("whatever preset is chosen after another, the settings can be opened", () => {
  for (const first of PRESETS) {
    for (const second of PRESETS) {
      const settings = withPreset(withPreset(defaultSettings, first), second);
      expect(settings.network).toBe(isAnnPreset(second) ? "ann" : "snn");
      expect(readSettings(settings)).toEqual(settings);
    }
  }
});

test("a twin that was asked for stays one from preset to preset", () => {
  const twin = { ...defaultSettings, network: "ann" } as const;
  expect(withPreset(twin, "vgg9").network).toBe("ann");
});

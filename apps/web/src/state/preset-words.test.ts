import {
  defaultSettings,
  isAnnPreset,
  PRESETS,
  readSettings,
  type PresetName,
} from "@spikefed/protocol";
import { expect, test } from "vitest";

import { presetWords, withPreset } from "./preset-words.ts";

test("every preset has a title that begins with its name, and a line for whom it is", () => {
  for (const preset of PRESETS) {
    const { title, help } = presetWords(preset, defaultSettings);
    expect(title).toMatch(new RegExp(`^${preset}: `));
    expect(help).toMatch(/\.$/);
  }
});

test("its line has the time steps that a run with these settings would have", () => {
  const help = (preset: PresetName, timesteps: number | null) =>
    presetWords(preset, { ...defaultSettings, timesteps }).help;
  expect(help("s4", null)).toMatch(/^The smallest; 4 time steps\. /);
  expect(help("vgg9", null)).toMatch(/^Large; 20 time steps, /);
  expect(help("s4", 2)).toMatch(/^The smallest; 2 time steps\. /);
  expect(help("vgg9", 1)).toMatch(/^Large; 1 time step, /);
  expect(help("s5-baseline", 2)).toMatch(/^No spikes: a small network/);
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

// Default settings on a dataset that is smaller than they assume.

import type { RunSettings } from "@spikefed/protocol";

/** Shares the whole training set out where the default shares would need more than there is. */
export function fitSettings(settings: RunSettings, pictures: number): RunSettings {
  const { clients, samplesPerClient } = settings;
  if (samplesPerClient === null || clients * samplesPerClient <= pictures) return settings;
  return { ...settings, samplesPerClient: null };
}

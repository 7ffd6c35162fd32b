// Settings whose shares nobody chose, on a dataset that is smaller than they assume.

import { lessonOf, lessonSettings, type RunSettings } from "@spikefed/protocol";

/** The pictures at hand. */
export interface Pictures {
  train: { count: number };
  procedural: boolean;
}

/**
 * Shares the whole training set out where the default shares would need more than there is; of a
 * lesson makes as many shares as there are pictures for.
 */
export function fitSettings(settings: RunSettings, pictures: Pictures): RunSettings {
  if (lessonOf(settings) !== null) return lessonSettings(settings, pictures);
  const { clients, samplesPerClient } = settings;
  if (samplesPerClient === null || clients * samplesPerClient <= pictures.train.count) {
    return settings;
  }
  return { ...settings, samplesPerClient: null };
}

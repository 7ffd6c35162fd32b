// The host's settings as a list: each with its unit, range, default and one sentence. The ranges are
// the protocol's, checked by settings-fields.test.ts.

import { defaultSettings, type RunSettings } from "@spikefed/protocol";
import { t, type SettingWord } from "../i18n/en/settings.ts";
import { numberText } from "../i18n/intl.ts";
import { bufferField } from "./buffer-field.ts";
import { roundFields } from "./round-fields.ts";

export interface NumberField {
  key: string;
  label: SettingWord;
  unit: SettingWord | null;
  min: number;
  max: number;
  step: number | "any";
  /** What an empty field means; null: a number is needed. */
  empty: SettingWord | null;
  help: SettingWord;
  get: (settings: RunSettings) => number | null;
  set: (settings: RunSettings, value: number) => RunSettings;
  clear?: (settings: RunSettings) => RunSettings;
}

type CountKey =
  | "clients"
  | "rounds"
  | "minReports"
  | "roundSeconds"
  | "localEpochs"
  | "batchSize"
  | "testSamples"
  | "validationSamples"
  | "evaluateEvery"
  | "seed";
type ShareKey = "stragglerProbability" | "gradientNoise";
type OptionalKey = "samplesPerClient" | "participants" | "timesteps";
type OptimizerKey = "learningRate" | "momentum" | "weightDecay";
type Words = Pick<NumberField, "label" | "unit" | "min" | "max" | "help">;

const whole = (key: CountKey, words: Words): NumberField => ({
  ...words,
  key,
  step: 1,
  empty: null,
  get: (settings) => settings[key],
  set: (settings, value) => ({ ...settings, [key]: value }),
});

const optional = (key: OptionalKey, empty: SettingWord, words: Words): NumberField => ({
  ...words,
  key,
  step: 1,
  empty,
  get: (settings) => settings[key],
  set: (settings, value) => ({ ...settings, [key]: value }),
  clear: (settings) => ({ ...settings, [key]: null }),
});

const real = (key: ShareKey, words: Words): NumberField => ({
  ...words,
  key,
  step: "any",
  empty: null,
  get: (settings) => settings[key],
  set: (settings, value) => ({ ...settings, [key]: value }),
});

const optimizer = (key: OptimizerKey, words: Words): NumberField => ({
  ...words,
  key,
  step: "any",
  empty: null,
  get: (settings) => settings.optimizer[key],
  set: (settings, value) => ({ ...settings, optimizer: { ...settings.optimizer, [key]: value } }),
});

export const mainFields: readonly NumberField[] = [
  whole("rounds", {
    label: "rounds",
    unit: "unitRounds",
    min: 1,
    max: 1000,
    help: "roundsHelp",
  }),
  whole("clients", {
    label: "clients",
    unit: "unitDevices",
    min: 1,
    max: 1000,
    help: "clientsHelp",
  }),
  optional("samplesPerClient", "emptySamplesPerClient", {
    label: "samplesPerClient",
    unit: "unitPictures",
    min: 32,
    max: 50_000,
    help: "samplesPerClientHelp",
  }),
  whole("roundSeconds", {
    label: "roundSeconds",
    unit: "unitSeconds",
    min: 5,
    max: 3600,
    help: "roundSecondsHelp",
  }),
];

export const moreFields: readonly NumberField[] = [
  optional("participants", "emptyParticipants", {
    label: "participants",
    unit: "unitDevices",
    min: 1,
    max: 1000,
    help: "participantsHelp",
  }),
  whole("minReports", {
    label: "minReports",
    unit: "unitUpdates",
    min: 1,
    max: 1000,
    help: "minReportsHelp",
  }),
  bufferField,
  ...roundFields,
  whole("localEpochs", {
    label: "localEpochs",
    unit: "unitPasses",
    min: 1,
    max: 20,
    help: "localEpochsHelp",
  }),
  whole("batchSize", {
    label: "batchSize",
    unit: "unitPictures",
    min: 2,
    max: 256,
    help: "batchSizeHelp",
  }),
  optimizer("learningRate", {
    label: "learningRate",
    unit: null,
    min: 0.0001,
    max: 10,
    help: "learningRateHelp",
  }),
  {
    key: "learningRateDrops.factor",
    label: "dropsFactor",
    unit: null,
    min: 1,
    max: 1000,
    step: "any",
    empty: null,
    help: "dropsFactorHelp",
    get: ({ learningRateDrops }) => learningRateDrops.factor,
    set: (settings, factor) => ({
      ...settings,
      learningRateDrops: { ...settings.learningRateDrops, factor },
    }),
  },
  optimizer("momentum", {
    label: "momentum",
    unit: null,
    min: 0,
    max: 0.999,
    help: "momentumHelp",
  }),
  optimizer("weightDecay", {
    label: "weightDecay",
    unit: null,
    min: 0,
    max: 0.1,
    help: "weightDecayHelp",
  }),
  whole("testSamples", {
    label: "testSamples",
    unit: "unitPictures",
    min: 10,
    max: 10_000,
    help: "testSamplesHelp",
  }),
  whole("validationSamples", {
    label: "validationSamples",
    unit: "unitPictures",
    min: 0,
    max: 10_000,
    help: "validationSamplesHelp",
  }),
  whole("evaluateEvery", {
    label: "evaluateEvery",
    unit: "unitRounds",
    min: 1,
    max: 1000,
    help: "evaluateEveryHelp",
  }),
  real("stragglerProbability", {
    label: "stragglerProbability",
    unit: null,
    min: 0,
    max: 0.99,
    help: "stragglerProbabilityHelp",
  }),
  real("gradientNoise", {
    label: "gradientNoise",
    unit: null,
    min: 0,
    max: 10,
    help: "gradientNoiseHelp",
  }),
  optional("timesteps", "emptyTimesteps", {
    label: "timesteps",
    unit: "unitSteps",
    min: 1,
    max: 64,
    help: "timestepsHelp",
  }),
  whole("seed", {
    label: "seed",
    unit: null,
    min: 0,
    max: 2 ** 31 - 1,
    help: "seedHelp",
  }),
];

/** "1 to 1,000 rounds; default 20." */
export function rangeText({ min, max, unit, get }: NumberField): string {
  const usual = get(defaultSettings);
  const values = { min: numberText(min), max: numberText(max) };
  const named = unit === null ? null : { ...values, unit: t(unit) };
  if (usual === null) return named === null ? t("range", values) : t("rangeUnit", named);
  return named === null
    ? t("rangeUsual", { ...values, usual })
    : t("rangeUnitUsual", { ...named, usual });
}

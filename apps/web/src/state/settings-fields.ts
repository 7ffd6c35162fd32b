// The host's settings as a list: each with its unit, range, default and one sentence. The ranges are
// the protocol's, checked by settings-fields.test.ts.

import { defaultSettings, type RunSettings } from "@spikefed/protocol";
import { roundFields } from "./round-fields.ts";

export interface NumberField {
  key: string;
  label: string;
  unit: string;
  min: number;
  max: number;
  step: number | "any";
  /** What an empty field means; null: a number is needed. */
  empty: string | null;
  help: string;
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

const optional = (key: OptionalKey, empty: string, words: Words): NumberField => ({
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
    label: "Rounds",
    unit: "rounds",
    min: 1,
    max: 1000,
    help: "How often the copies are averaged before the run is over.",
  }),
  whole("clients", {
    label: "Shares",
    unit: "devices",
    min: 1,
    max: 1000,
    help: "Into how many shares the pictures are dealt; each device holds one.",
  }),
  optional("samplesPerClient", "all pictures, shared out", {
    label: "Pictures per device",
    unit: "pictures",
    min: 32,
    max: 50_000,
    help: "Training pictures in one share; fewer make rounds shorter.",
  }),
  whole("roundSeconds", {
    label: "Longest round",
    unit: "seconds",
    min: 5,
    max: 3600,
    help: "A round closes then with what has arrived; it closes sooner when all have sent.",
  }),
];

export const moreFields: readonly NumberField[] = [
  optional("participants", "everybody present", {
    label: "Devices invited to a round",
    unit: "devices",
    min: 1,
    max: 1000,
    help: "A seeded choice among those present.",
  }),
  whole("minReports", {
    label: "Fewest updates",
    unit: "updates",
    min: 1,
    max: 1000,
    help: "With fewer the round is repeated instead of averaged.",
  }),
  ...roundFields,
  whole("localEpochs", {
    label: "Local passes",
    unit: "passes",
    min: 1,
    max: 20,
    help: "How often a device goes through its pictures in one round.",
  }),
  whole("batchSize", {
    label: "Batch size",
    unit: "pictures",
    min: 2,
    max: 256,
    help: "Pictures per training step; a large batch needs more graphics memory.",
  }),
  optimizer("learningRate", {
    label: "Learning rate",
    unit: "no unit",
    min: 0.0001,
    max: 10,
    help: "Length of one step. Lower it when the numbers run away.",
  }),
  {
    key: "learningRateDrops.factor",
    label: "Learning rate is divided by",
    unit: "no unit",
    min: 1,
    max: 1000,
    step: "any",
    empty: null,
    help: "After each of the rounds in the field before, where there are any.",
    get: ({ learningRateDrops }) => learningRateDrops.factor,
    set: (settings, factor) => ({
      ...settings,
      learningRateDrops: { ...settings.learningRateDrops, factor },
    }),
  },
  optimizer("momentum", {
    label: "Momentum",
    unit: "no unit",
    min: 0,
    max: 0.999,
    help: "How much of the last step is carried into the next.",
  }),
  optimizer("weightDecay", {
    label: "Weight decay",
    unit: "no unit",
    min: 0,
    max: 0.1,
    help: "Pulls every weight a little towards zero.",
  }),
  whole("testSamples", {
    label: "Test pictures",
    unit: "pictures",
    min: 10,
    max: 10_000,
    help: "Held-out pictures that judge the group model.",
  }),
  whole("validationSamples", {
    label: "Validation pictures",
    unit: "pictures",
    min: 0,
    max: 10_000,
    help: "Training pictures that no device gets: by them rounds are taken back and the best model is chosen, not by the test pictures.",
  }),
  whole("evaluateEvery", {
    label: "Judge every",
    unit: "rounds",
    min: 1,
    max: 1000,
    help: "After how many rounds the group model is judged; after the last one always.",
  }),
  real("stragglerProbability", {
    label: "Stragglers",
    unit: "no unit",
    min: 0,
    max: 0.99,
    help: "The chance that an invited device drops out at once; as many as must send are spared.",
  }),
  real("gradientNoise", {
    label: "Noise on updates",
    unit: "no unit",
    min: 0,
    max: 10,
    help: "1 makes the noise as large as what a device has learned; the paper goes up to 5.",
  }),
  optional("timesteps", "as the network has it", {
    label: "Time steps",
    unit: "steps",
    min: 1,
    max: 64,
    help: "How long a spiking network looks at a picture; more steps take longer.",
  }),
  whole("seed", {
    label: "Seed",
    unit: "no unit",
    min: 0,
    max: 2 ** 31 - 1,
    help: "Same seed, same shares, same first model, same choice of devices.",
  }),
];

/** "1 to 1,000 rounds; default 20." */
export function rangeText({ min, max, unit, get }: NumberField): string {
  const suffix = unit === "no unit" ? "" : ` ${unit}`;
  const usual = get(defaultSettings);
  const range = `${min.toLocaleString("en", digits)} to ${max.toLocaleString("en", digits)}${suffix}`;
  return usual === null ? `${range}.` : `${range}; default ${usual.toLocaleString("en", digits)}.`;
}

const digits = { maximumFractionDigits: 6 };

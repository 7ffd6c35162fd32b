// The host's settings of whom a round invites and when it closes.

import type { RunSettings } from "@spikefed/protocol";
import type { NumberField } from "./settings-fields.ts";

type ShareKey = "overSelect" | "minFraction" | "minDelta";
type OptionalKey = "gateDrop" | "patience";
type Words = Pick<NumberField, "label" | "unit" | "min" | "max" | "help">;

const share = (key: ShareKey, words: Words): NumberField => ({
  ...words,
  key,
  step: "any",
  empty: null,
  get: (settings: RunSettings) => settings[key],
  set: (settings, value) => ({ ...settings, [key]: value }),
});

const optional = (key: OptionalKey, empty: string, words: Words): NumberField => ({
  ...words,
  key,
  step: key === "patience" ? 1 : "any",
  empty,
  get: (settings: RunSettings) => settings[key],
  set: (settings, value) => ({ ...settings, [key]: value }),
  clear: (settings) => ({ ...settings, [key]: null }),
});

export const roundFields: readonly NumberField[] = [
  share("minFraction", {
    label: "Fewest updates, as a share",
    unit: "of those waited for",
    min: 0,
    max: 1,
    help: "0.8 repeats a round in which fewer than 8 of 10 have sent; fewest updates holds as well.",
  }),
  optional("gateDrop", "never", {
    label: "Take a round back",
    unit: "points of accuracy",
    min: 0,
    max: 100,
    help: "A round that lowers the accuracy by more is undone: the next one starts from the model before.",
  }),
  optional("patience", "never", {
    label: "End early after",
    unit: "evaluations",
    min: 1,
    max: 1000,
    help: "So many evaluations in a row without a better accuracy end the run.",
  }),
  share("minDelta", {
    label: "Counts as better",
    unit: "points of accuracy",
    min: 0,
    max: 100,
    help: "By how much the accuracy must rise so that the run does not end early.",
  }),
  share("overSelect", {
    label: "Invite more",
    unit: "times those waited for",
    min: 0,
    max: 2,
    help: "0.3 invites 13 where 10 are waited for. The slowest sit the rest of the round out.",
  }),
];

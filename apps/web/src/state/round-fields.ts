// The host's settings of whom a round invites and when it closes.

import type { RunSettings } from "@spikefed/protocol";
import type { SettingWord } from "../i18n/en/settings.ts";
import type { NumberField } from "./settings-fields.ts";

type ShareKey = "overSelect" | "minFraction" | "minDelta";
type OptionalKey = "gateDrop" | "patience" | "leaseSeconds";
type Words = Pick<NumberField, "label" | "unit" | "min" | "max" | "help">;

const share = (key: ShareKey, words: Words): NumberField => ({
  ...words,
  key,
  step: "any",
  empty: null,
  get: (settings: RunSettings) => settings[key],
  set: (settings, value) => ({ ...settings, [key]: value }),
});

const optional = (key: OptionalKey, empty: SettingWord, words: Words): NumberField => ({
  ...words,
  key,
  step: key === "gateDrop" ? "any" : 1,
  empty,
  get: (settings: RunSettings) => settings[key],
  set: (settings, value) => ({ ...settings, [key]: value }),
  clear: (settings) => ({ ...settings, [key]: null }),
});

export const roundFields: readonly NumberField[] = [
  share("minFraction", {
    label: "minFraction",
    unit: "unitOfWaited",
    min: 0,
    max: 1,
    help: "minFractionHelp",
  }),
  optional("leaseSeconds", "emptyRoundEnd", {
    label: "leaseSeconds",
    unit: "unitSeconds",
    min: 10,
    max: 3600,
    help: "leaseSecondsHelp",
  }),
  optional("gateDrop", "emptyNever", {
    label: "gateDrop",
    unit: "unitPoints",
    min: 0,
    max: 100,
    help: "gateDropHelp",
  }),
  optional("patience", "emptyNever", {
    label: "patience",
    unit: "unitEvaluations",
    min: 1,
    max: 1000,
    help: "patienceHelp",
  }),
  share("minDelta", {
    label: "minDelta",
    unit: "unitPoints",
    min: 0,
    max: 100,
    help: "minDeltaHelp",
  }),
  share("overSelect", {
    label: "overSelect",
    unit: "unitTimesWaited",
    min: 0,
    max: 2,
    help: "overSelectHelp",
  }),
];

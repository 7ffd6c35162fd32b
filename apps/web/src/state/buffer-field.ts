// FedBuff as one field: how many updates make a model, empty where rounds do.

import { defaultFedBuff, defaultScheduler } from "@spikefed/protocol";

import type { NumberField } from "./settings-fields.ts";

export const bufferField: NumberField = {
  key: "bufferSize",
  label: "bufferSize",
  unit: "unitUpdates",
  ...{ min: 1, max: 1000, step: 1 },
  empty: "emptyBuffer",
  help: "bufferSizeHelp",
  get: ({ scheduler }) => (scheduler.kind === "fedbuff" ? scheduler.bufferSize : null),
  set: (settings, bufferSize) => {
    const { scheduler } = settings;
    const others = scheduler.kind === "fedbuff" ? scheduler : defaultFedBuff;
    return { ...settings, scheduler: { ...others, bufferSize } };
  },
  clear: (settings) => ({ ...settings, scheduler: defaultScheduler }),
};

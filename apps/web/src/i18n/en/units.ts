// Numbers with their units. The numbers come in as texts.

import { translator } from "../translator.ts";

export const units = {
  notMeasured: "not measured",
  percent: "{number} %",
  seconds: "{number} s",
  minutes: "{minutes} min",
  minutesSeconds: "{minutes} min {seconds} s",
  bytes: "{number} B",
  kilobytes: "{number} kB",
  megabytes: "{number} MB",
  speed: "{number} pictures/s",
} as const;

export const { t } = translator("units", units);

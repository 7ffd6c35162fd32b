// Numbers with their units, which no end of a line parts. The numbers come in as texts.

import { translator } from "../translator.ts";

export const units = {
  notMeasured: "not measured",
  percent: "{number}\u00a0%",
  seconds: "{number}\u00a0s",
  minutes: "{minutes}\u00a0min",
  minutesSeconds: "{minutes}\u00a0min {seconds}\u00a0s",
  bytes: "{number}\u00a0B",
  kilobytes: "{number}\u00a0kB",
  megabytes: "{number}\u00a0MB",
  speed: "{number}\u00a0pictures/s",
} as const;

export const { t } = translator("units", units);

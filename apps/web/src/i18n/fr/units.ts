import type { Translation } from "../entry.ts";
import type { units as english } from "../en/units.ts";

export const units: Translation<typeof english> = {
  notMeasured: "non mesuré",
  percent: "{number} %",
  seconds: "{number} s",
  minutes: "{minutes} min",
  minutesSeconds: "{minutes} min {seconds} s",
  bytes: "{number} o",
  kilobytes: "{number} ko",
  megabytes: "{number} Mo",
  speed: "{number} images/s",
};

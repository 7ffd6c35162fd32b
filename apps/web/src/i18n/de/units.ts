import type { Translation } from "../entry.ts";
import type { units as english } from "../en/units.ts";

export const units: Translation<typeof english> = {
  notMeasured: "nicht gemessen",
  percent: "{number} %",
  seconds: "{number} s",
  minutes: "{minutes} min",
  minutesSeconds: "{minutes} min {seconds} s",
  bytes: "{number} B",
  kilobytes: "{number} kB",
  megabytes: "{number} MB",
  speed: "{number} Bilder/s",
};

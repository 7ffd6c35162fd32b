import type { Translation } from "../entry.ts";
import type { units as english } from "../en/units.ts";

export const units: Translation<typeof english> = {
  notMeasured: "لم يُقَس",
  percent: "{number} %",
  seconds: "{number} ث",
  minutes: "{minutes} د",
  minutesSeconds: "{minutes} د {seconds} ث",
  bytes: "{number} بايت",
  kilobytes: "{number} ك.ب",
  megabytes: "{number} م.ب",
  speed: "{number} صورة/ث",
};

import type { Translation } from "../entry.ts";
import type { units as english } from "../en/units.ts";

export const units: Translation<typeof english> = {
  notMeasured: "لم يُقَس",
  percent: "{number}\u00a0%",
  seconds: "{number}\u00a0ث",
  minutes: "{minutes}\u00a0د",
  minutesSeconds: "{minutes}\u00a0د {seconds}\u00a0ث",
  bytes: "{number}\u00a0بايت",
  kilobytes: "{number}\u00a0ك.ب",
  megabytes: "{number}\u00a0م.ب",
  speed: "{number}\u00a0صورة/ث",
};

import type { Translation } from "../entry.ts";
import type { units as english } from "../en/units.ts";

export const units: Translation<typeof english> = {
  notMeasured: "non mesuré",
  percent: "{number}\u00a0%",
  seconds: "{number}\u00a0s",
  minutes: "{minutes}\u00a0min",
  minutesSeconds: "{minutes}\u00a0min {seconds}\u00a0s",
  bytes: "{number}\u00a0o",
  kilobytes: "{number}\u00a0ko",
  megabytes: "{number}\u00a0Mo",
  speed: "{number}\u00a0images/s",
};

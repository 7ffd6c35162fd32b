// The pace that a person wishes, and what the battery asks for meanwhile.

import { batteryWish, noBattery, overruleBattery, type BatteryState } from "./battery.ts";
import type { ChosenPace } from "./pace.ts";

export interface PaceState {
  chosen: ChosenPace;
  battery: BatteryState;
}

export const atFull: PaceState = { chosen: "full", battery: noBattery };

/** The battery asks for less than was chosen. */
export function isHeldBack({ chosen, battery }: PaceState): boolean {
  return chosen !== "gentle" && batteryWish(battery) === "gentle";
}

/** Who chooses more than the battery asks for means it, also when it was chosen before. */
export function paceChosen({ battery }: PaceState, chosen: ChosenPace): PaceState {
  const isMore = isHeldBack({ chosen, battery });
  return { chosen, battery: isMore ? overruleBattery(battery) : battery };
}

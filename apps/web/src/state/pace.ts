// How hard this device works: what the person chose, less what battery and heat ask for.

import type { Pace } from "@spikefed/protocol";
import type { BatteryWish } from "./battery.ts";

export type ChosenPace = Exclude<Pace, "easing">;

/** From the hardest to the gentlest. Shares of the time that is spent working. */
export const paces: readonly { name: ChosenPace; title: string; share: number }[] = [
  { name: "full", title: "Full", share: 1 },
  { name: "normal", title: "Normal", share: 0.75 },
  { name: "gentle", title: "Gentle", share: 0.4 },
];

/** Why a device is asked to do less by itself. */
export type EasedBy = "pressure" | "batches";

export interface PaceWish {
  chosen: ChosenPace;
  battery: BatteryWish;
  /** Paces below the others, because the device is warm or busy. */
  eased: { steps: number; by: EasedBy };
}

export interface WorkingPace {
  /** What the room is told. */
  name: Pace;
  /** The pace that it comes to. */
  as: ChosenPace;
  share: number;
  why: "chosen" | "battery" | EasedBy;
}

/** The gentlest of what is asked; nothing is gentler than gentle. */
export function workingPace({ chosen, battery, eased }: PaceWish): WorkingPace {
  const wanted = indexOf(chosen);
  const allowed = battery === "none" ? wanted : indexOf("gentle");
  const at = Math.min(allowed + eased.steps, paces.length - 1);
  const { name, share } = paces[at] ?? paces[0]!;
  if (at > allowed) return { name: "easing", as: name, share, why: eased.by };
  return { name, as: name, share, why: allowed > wanted ? "battery" : "chosen" };
}

const indexOf = (wanted: ChosenPace) => paces.findIndex(({ name }) => name === wanted);

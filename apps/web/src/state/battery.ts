// What the battery asks of this device. Chromium tells; other browsers do not, and nothing is asked.

/** `navigator.getBattery`'s figures. */
export interface BatteryFacts {
  charging: boolean;
  /** 0..1 */
  level: number;
}

/** Work gently, or not at all. */
export type BatteryWish = "none" | "gentle" | "pause";

/** Below this the device pauses by itself. */
const LOW = 0.2;

export interface BatteryState {
  /** null: this browser does not tell. */
  facts: BatteryFacts | null;
  /** The most that a person has overruled since it was unplugged. */
  overruled: BatteryWish;
}

export const noBattery: BatteryState = { facts: null, overruled: "none" };

/** New figures. Plugging it in ends what was overruled: the next time unplugged asks again. */
export function batteryTold({ overruled }: BatteryState, facts: BatteryFacts): BatteryState {
  return { facts, overruled: facts.charging ? "none" : overruled };
}

/** The person wants it anyway. Who overrules "gently" is asked again when the battery is low. */
export function overruleBattery(state: BatteryState): BatteryState {
  return { ...state, overruled: bare(state) };
}

export function batteryWish(state: BatteryState): BatteryWish {
  const wish = bare(state);
  return state.overruled === "pause" || state.overruled === wish ? "none" : wish;
}

function bare({ facts }: BatteryState): BatteryWish {
  if (facts === null || facts.charging) return "none";
  return facts.level < LOW ? "pause" : "gentle";
}

// The battery as Chromium tells it; Firefox and Safari do not.

import type { BatteryFacts } from "../state/battery.ts";

/** The part of `BatteryManager` that is used. */
export type Battery = BatteryFacts & Pick<EventTarget, "addEventListener" | "removeEventListener">;

export interface BatteryWorld {
  /** Missing in browsers that do not tell, and without https. */
  getBattery?: () => Promise<Battery>;
}

const changes = ["chargingchange", "levelchange"] as const;

/**
 * Tells the figures at once and with each change; never where the browser does not tell.
 *
 * @returns stops listening
 */
export function watchBattery(
  world: BatteryWorld,
  onFacts: (facts: BatteryFacts) => void,
): () => void {
  let battery: Battery | null = null;
  let isOpen = true;
  const tell = () => {
    if (battery !== null) onFacts({ charging: battery.charging, level: battery.level });
  };
  const listen = (found: Battery) => {
    if (!isOpen) return;
    battery = found;
    for (const change of changes) found.addEventListener(change, tell);
    tell();
  };
  // Refused by a policy of the page or browser: as one that does not tell.
  world.getBattery?.().then(listen, () => undefined);
  return () => {
    isOpen = false;
    for (const change of changes) battery?.removeEventListener(change, tell);
  };
}

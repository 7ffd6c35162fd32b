// The pause that a low battery asks for. It ends with the power alone, and only its own pause does.

import type { Volunteer } from "@spikefed/volunteer";

export interface BatteryRest {
  /** Whether the battery asks for a pause now. */
  wish: (mustPause: boolean) => void;
  /** A person has paused or resumed: what follows is theirs. */
  byHand: () => void;
}

export interface RestWorld {
  /** null before the session is open. */
  volunteer: () => Pick<Volunteer, "snapshot" | "pause" | "resume"> | null;
  /** Whether the battery, and nobody else, has paused the device. Told when it changes. */
  onRest: (byBattery: boolean) => void;
}

export function batteryRest({ volunteer, onRest }: RestWorld): BatteryRest {
  let byBattery = false;
  const set = (next: boolean) => {
    if (next === byBattery) return;
    byBattery = next;
    onRest(next);
  };
  return {
    wish: (mustPause) => {
      const device = volunteer();
      if (device === null || mustPause === byBattery) return;
      if (mustPause && device.snapshot().paused) return; // by a person, or by itself
      set(mustPause);
      if (mustPause) device.pause();
      else device.resume();
    },
    byHand: () => set(false),
  };
}

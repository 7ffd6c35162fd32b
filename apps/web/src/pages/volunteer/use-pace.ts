import { useEffect, useState } from "preact/hooks";
import { watchBattery, type BatteryWorld } from "../../device/battery.ts";
import { batteryTold, batteryWish, noBattery, overruleBattery } from "../../state/battery.ts";
import type { BatteryWish } from "../../state/battery.ts";
import type { ChosenPace } from "../../state/pace.ts";
import type { PageMessage } from "../../worker/messages.ts";

export interface PaceWishes {
  chosen: ChosenPace;
  choose: (pace: ChosenPace) => void;
  battery: BatteryWish;
  /** The person wants it anyway. */
  overrule: () => void;
}

/** What the person and the battery ask for, told to the worker as it changes. */
export function usePace(send: (message: PageMessage) => void): PaceWishes {
  const [chosen, choose] = useState<ChosenPace>("full");
  const [state, setState] = useState(noBattery);
  useEffect(
    () =>
      watchBattery(navigator as BatteryWorld, (facts) =>
        setState((before) => batteryTold(before, facts)),
      ),
    [],
  );
  const battery = batteryWish(state);
  useEffect(() => send({ type: "pace", chosen, battery }), [chosen, battery, send]);
  return { chosen, choose, battery, overrule: () => setState(overruleBattery) };
}

import { useEffect, useState } from "preact/hooks";
import { watchBattery, type BatteryWorld } from "../../device/battery.ts";
import { batteryTold, batteryWish, overruleBattery } from "../../state/battery.ts";
import type { BatteryState, BatteryWish } from "../../state/battery.ts";
import type { ChosenPace } from "../../state/pace.ts";
import { atFull, isHeldBack, paceChosen } from "../../state/pace-wishes.ts";
import type { PageMessage } from "../../worker/messages.ts";

export interface PaceWishes {
  chosen: ChosenPace;
  /** More than the battery asks for overrules it. */
  choose: (pace: ChosenPace) => void;
  battery: BatteryWish;
  /** The battery asks for less than was chosen. */
  heldBack: boolean;
  /** The person wants it anyway. */
  overrule: () => void;
}

/** What the person and the battery ask for, told to the worker as it changes. */
export function usePace(send: (message: PageMessage) => void): PaceWishes {
  const [state, setState] = useState(atFull);
  useEffect(() => {
    const take = changeBattery(setState);
    return watchBattery(navigator as BatteryWorld, (facts) =>
      take((before) => batteryTold(before, facts)),
    );
  }, []);
  const { chosen } = state;
  const battery = batteryWish(state.battery);
  useEffect(() => send({ type: "pace", chosen, battery }), [chosen, battery, send]);
  return {
    ...{ chosen, battery, heldBack: isHeldBack(state) },
    choose: (pace) => setState((before) => paceChosen(before, pace)),
    overrule: () => changeBattery(setState)(overruleBattery),
  };
}

type Change<T> = (before: T) => T;

const changeBattery =
  (setState: (change: Change<typeof atFull>) => void) => (change: Change<BatteryState>) =>
    setState((before) => ({ ...before, battery: change(before.battery) }));

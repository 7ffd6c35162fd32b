// Keeps the pace of the training: what the person chose, less what battery, heat and load ask for.
// It lives in the worker, where batches end and hidden pages do not stop time.

import type { Volunteer } from "@spikefed/volunteer";
import { batteryRest, type RestWorld } from "./battery-rest.ts";
import type { BatteryWish } from "../state/battery.ts";
import {
  atEase,
  batchTold,
  interrupted,
  otherWork,
  pressureTold,
  type PressureLevel,
} from "../state/easing.ts";
import { workingPace, type ChosenPace, type WorkingPace } from "../state/pace.ts";

export interface PaceKeeper {
  /** The session is open: what was wished before holds for it. */
  begin: () => void;
  /** From the page. */
  wish: (chosen: ChosenPace, battery: BatteryWish) => void;
  /** The person has paused or resumed: the battery no longer resumes what it did not pause. */
  byHand: () => void;
  batch: (batch: number, ms: number) => void;
  pressure: (level: PressureLevel) => void;
  /** What is trained now, as a name; another one has another usual time. */
  work: (name: string) => void;
  /** The browser freezes the page (true), or wakes it. */
  sleep: (asleep: boolean) => void;
}

export interface KeeperWorld extends RestWorld {
  /** null before the session is open. */
  volunteer: () => Pick<Volunteer, "setPace" | "snapshot" | "pause" | "resume"> | null;
  /** Told when it changes. */
  onPace: (pace: WorkingPace) => void;
  /** Milliseconds; only differences matter. */
  now: () => number;
}

export function keepPace({ volunteer, onPace, onRest, now }: KeeperWorld): PaceKeeper {
  let wished: { chosen: ChosenPace; battery: BatteryWish } = { chosen: "full", battery: "none" };
  let easing = atEase;
  let told: WorkingPace | null = null;
  let working = "";
  let [isAsleep, isFirstAwake] = [false, false];
  const battery = batteryRest({ volunteer, onRest });
  const settle = () => {
    const pace = workingPace({ ...wished, eased: easing });
    const isSame = told !== null && pace.name === told.name && pace.why === told.why;
    if (isSame && pace.as === told?.as) return;
    told = pace;
    volunteer()?.setPace(pace.share, pace.name);
    onPace(pace);
  };
  const rest = () => battery.wish(wished.battery === "pause");
  return {
    begin: () => {
      told = null;
      settle();
      rest();
    },
    wish: (chosen, asked) => {
      wished = { chosen, battery: asked };
      settle();
      rest();
    },
    byHand: battery.byHand,
    batch: (batch, ms) => {
      if (isAsleep || isFirstAwake) {
        isFirstAwake = false;
        easing = interrupted(easing);
        return;
      }
      easing = batchTold(easing, { batch, ms }, now());
      settle();
    },
    pressure: (level) => {
      easing = pressureTold(easing, level, now());
      settle();
    },
    work: (name) => {
      if (name === working) return;
      working = name;
      easing = otherWork(easing);
    },
    sleep: (asleep) => {
      isAsleep = asleep;
      isFirstAwake = !asleep; // it may have begun before
    },
  };
}

// Keeps the pace of the training: what the person chose, less what battery, heat and load ask for.
// It lives in the worker, where batches end and hidden pages do not stop time.

import type { Volunteer } from "@spikefed/volunteer";
import type { BatteryWish } from "../state/battery.ts";
import { atEase, batchTold, otherWork, pressureTold, type PressureLevel } from "../state/easing.ts";
import { workingPace, type ChosenPace, type WorkingPace } from "../state/pace.ts";

export interface PaceKeeper {
  /** The session is open: what was wished before holds for it. */
  begin: () => void;
  /** From the page. */
  wish: (chosen: ChosenPace, battery: BatteryWish) => void;
  /** The person has paused or resumed: the battery no longer resumes what it did not pause. */
  byHand: (paused: boolean) => void;
  batch: (batch: number, ms: number) => void;
  pressure: (level: PressureLevel) => void;
  /** What is trained now, as a name; another one has another usual time. */
  work: (name: string) => void;
}

export interface KeeperWorld {
  /** null before the session is open. */
  volunteer: () => Pick<Volunteer, "setPace" | "pause" | "resume"> | null;
  /** Told when it changes. */
  onPace: (pace: WorkingPace) => void;
  /** Milliseconds; only differences matter. */
  now: () => number;
}

export function keepPace({ volunteer, onPace, now }: KeeperWorld): PaceKeeper {
  let wished: { chosen: ChosenPace; battery: BatteryWish } = { chosen: "full", battery: "none" };
  let easing = atEase;
  let told: WorkingPace | null = null;
  let working = "";
  let [isPaused, byBattery] = [false, false];
  const settle = () => {
    const pace = workingPace({ ...wished, eased: easing });
    const isSame = told !== null && pace.name === told.name && pace.why === told.why;
    if (isSame && pace.as === told?.as) return;
    told = pace;
    volunteer()?.setPace(pace.share, pace.name);
    onPace(pace);
  };
  const rest = () => {
    if (volunteer() === null) return;
    const mustPause = wished.battery === "pause";
    if (mustPause === byBattery || (mustPause && isPaused)) return;
    byBattery = mustPause;
    if (mustPause) volunteer()?.pause();
    else volunteer()?.resume();
  };
  return {
    begin: () => {
      told = null;
      settle();
      rest();
    },
    wish: (chosen, battery) => {
      wished = { chosen, battery };
      settle();
      rest();
    },
    byHand: (paused) => {
      isPaused = paused;
      byBattery = false;
    },
    batch: (batch, ms) => {
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
  };
}

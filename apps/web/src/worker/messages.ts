// What the page and its training worker say to each other. Plain data: it is copied, not shared.

import type { ErrorReport } from "@spikefed/protocol";
import type { ChosenTuning, PrepareStep, SpikeTrace, VolunteerSnapshot } from "@spikefed/volunteer";
import type { DeviceProbe } from "@spikefed/snn-core";
import type { BatteryWish } from "../state/battery.ts";
import type { Identity } from "../state/identity.ts";
import type { ChosenPace, WorkingPace } from "../state/pace.ts";
import type { RememberedChoice } from "../state/remembered-choice.ts";
import type { PlannedMemory } from "./planned-memory.ts";

export type PageMessage =
  | {
      type: "start";
      room: string;
      name: string;
      resume: Identity | null;
      /** From `?executor=`; null lets the worker choose. */
      executor: string | null;
      /** From `?tuning=`. */
      tuning: "auto" | "plain";
      /** What the worker chose before the reload: nothing is measured again. */
      remembered: RememberedChoice | null;
    }
  | { type: "pause" | "resume" }
  /** Tries to connect now, not at the end of the wait. */
  | { type: "reconnect" }
  | { type: "pace"; chosen: ChosenPace; battery: BatteryWish }
  | { type: "hidden"; hidden: boolean }
  /** The page closes, or is loaded again. */
  | { type: "close" }
  | { type: "wave" }
  | { type: "leave"; when: "now" | "after-round" }
  /** Takes a "leave after this round" back. */
  | { type: "stay" }
  /** The browser freezes the page, or wakes it. */
  | { type: "sleep"; asleep: boolean }
  | { type: "next-picture" };

/** Which executor runs, and why. */
export interface ExecutorChoice extends RememberedChoice {
  device: DeviceProbe;
  /** Null: this executor has no kernel variants. */
  tuning: ChosenTuning | null;
  /** What the self-test took that was passed; null: none was. */
  selfTestMs: number | null;
}

export interface Compiled {
  done: number;
  total: number;
}

/** An error on its way to a person; its code may be of any package. */
export type Failure = Omit<ErrorReport, "code"> & { code: string };

/** A step before the session runs; a key of the volunteer page's words. */
export type PreparingStep = "choosing" | "connecting" | PrepareStep;

export type WorkerMessage =
  /** What happens before the session runs: loading, measuring. */
  | { type: "preparing"; step: PreparingStep }
  /** Kernels compiled so far, of those that the next step needs. */
  | { type: "compiling"; compiled: Compiled }
  | { type: "executor"; choice: ExecutorChoice }
  /** The coordinator's identity for this tab, to be kept for a reload; null: it was given up. */
  | { type: "session"; identity: Identity | null }
  | { type: "snapshot"; snapshot: VolunteerSnapshot }
  | { type: "trace"; trace: SpikeTrace }
  | { type: "pace"; pace: WorkingPace }
  /** The low battery has paused it, no person; or it is no longer so. */
  | { type: "rest"; byBattery: boolean }
  | { type: "memory"; memory: PlannedMemory }
  /** The network refuses WebSockets, or no longer: everything comes by long polling. */
  | { type: "path"; isSlow: boolean }
  | { type: "failed"; failure: Failure };

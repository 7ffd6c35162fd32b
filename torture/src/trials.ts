// Every trial, in the order in which they run. A new one is a folder and a line.

import { byteFlipsTrial } from "./byte-flips/trial.ts";
import { cutTrial } from "./cut/trial.ts";
import { diskFullTrial } from "./disk-full/trial.ts";
import { faultsTrial } from "./faults/trial.ts";
import { framesTrial } from "./frames/trial.ts";
import { historyTrial } from "./history/trial.ts";
import { bufferedKillTrial } from "./kill/buffered.ts";
import { killTrial } from "./kill/trial.ts";
import { connectedTrial } from "./load/connected.ts";
import { reconnectTrial } from "./load/reconnect.ts";
import { roundTrial } from "./load/whole-round.ts";
import { powerLossTrial } from "./power-loss/trial.ts";
import type { Trial } from "./trial.ts";

export const trials: readonly Trial[] = [
  historyTrial,
  killTrial,
  bufferedKillTrial,
  powerLossTrial,
  byteFlipsTrial,
  diskFullTrial,
  faultsTrial,
  framesTrial,
  cutTrial,
  connectedTrial,
  roundTrial,
  reconnectTrial,
];

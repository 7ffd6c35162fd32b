// Every trial, in the order in which they run. A new one is a folder and a line.

import { historyTrial } from "./history/trial.ts";
import type { Trial } from "./trial.ts";

export const trials: readonly Trial[] = [historyTrial];

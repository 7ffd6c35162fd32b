// A stage on which FedBuff plays.

import type { StageOptions } from "./stage.ts";

/**
 * Two of three make a model, the third is late; what fell since the last judged model is taken back.
 * Work takes 0 to 100 ms, other ones for each volunteer and round.
 */
export const bufferedStage: Required<Pick<StageOptions, "settings" | "workMs">> = {
  settings: {
    ...{ "scheduler.kind": "fedbuff", "scheduler.bufferSize": 2, "scheduler.maxStaleness": 6 },
    ...{ minReports: 2, evaluateEvery: 4, gateDrop: 0 },
  },
  workMs: (volunteer, round) => ((7 * volunteer + 5 * round) % 11) * 10,
};

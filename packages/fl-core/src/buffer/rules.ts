// A run's settings as the rules of FedBuff's machine.

import type { FedBuffSettings, LiveChange, RunSettings } from "@spikefed/protocol";

import { rulesOf } from "../round/rules.ts";
import type { BufferRules } from "./types.ts";

export function bufferRules(
  settings: RunSettings,
  { bufferSize, maxStaleness }: FedBuffSettings,
  changes: readonly LiveChange[] = [],
): BufferRules {
  const { rounds, participants, sampling, minReports, seed, ...others } = rulesOf(
    settings,
    changes,
  );
  const { evaluateEvery, patience, minDelta, gateDrop, leaseMs, roundMs: workMs } = others;
  return {
    ...{ rounds, participants, sampling, minReports, seed, bufferSize, maxStaleness },
    ...{ evaluateEvery, patience, minDelta, gateDrop, leaseMs, workMs, changes },
  };
}

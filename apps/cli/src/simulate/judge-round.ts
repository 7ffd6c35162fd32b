// A round's model on the held-out pictures, into the log.

import type { RoundEffect, RoundEvent } from "@spikefed/fl-core";

import type { FederationOptions } from "./federation-options.ts";

/** @returns what the round machine is told. */
export async function judgeRound(
  { plan, log, records, now, tell, onFigures }: FederationOptions,
  { round, modelHash }: Extract<RoundEffect, { type: "evaluate" }>,
): Promise<RoundEvent> {
  const startMs = now();
  const onShare = (share: number) => tell({ type: "judging", round, share });
  onShare(0);
  const { correct, samples, loss } = await plan.judge(modelHash, onShare);
  if (!Number.isFinite(loss)) {
    const fact = `the loss on held-out pictures is ${loss}`;
    await log.append({ type: "evaluation-failed", round, fact });
    return { type: "evaluation-failed", round, fact };
  }
  const seconds = (now() - startMs) / 1000;
  const judged = { type: "evaluated", round, modelHash, correct, samples, loss, seconds } as const;
  await log.append({ ...judged, record: await records.addEvaluation(judged) });
  tell({ type: "judged", round, accuracy: correct / samples });
  await onFigures();
  return { type: "evaluated", round };
}

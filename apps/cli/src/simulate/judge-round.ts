// A round's model on the held-out pictures, into the log.

import { readFile } from "node:fs/promises";

import { replay, type RoundEffect, type RoundEvent } from "@spikefed/fl-core";
import { blobPath, writeDurably } from "@spikefed/run-store";

import type { FederationOptions } from "./federation-options.ts";

/** The best so far is on the disk before the log says so. @returns what the round machine is told. */
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
  const accuracy = correct / samples;
  const { best } = replay(log.events);
  if (best === null || accuracy > best.accuracy) {
    const { models } = plan.folder;
    await writeDurably(plan.folder.best, await readFile(blobPath(models, modelHash)));
  }
  const seconds = (now() - startMs) / 1000;
  const judged = { type: "evaluated", round, modelHash, correct, samples, loss, seconds } as const;
  await log.append({ ...judged, record: await records.addEvaluation(judged) });
  tell({ type: "judged", round, accuracy });
  await onFigures();
  return { type: "evaluated", round, accuracy };
}

// A round's model on the held-out pictures, into the log.

import { readFile } from "node:fs/promises";

import {
  decidingAccuracy,
  lossFault,
  replay,
  type RoundEffect,
  type RoundEvent,
} from "@spikefed/fl-core";
import { blobPath, writeDurably } from "@spikefed/run-store";
import { confusionRows } from "@spikefed/snn-core";

import type { FederationOptions } from "./federation-options.ts";
import { keepMatrix } from "./judged-matrices.ts";
import type { Judgement, RunPlan } from "./run-plan.ts";

/** The best so far and the model's answers are on the disk before the log says so. @returns what the round machine is told. */
export async function judgeRound(
  { plan, log, records, now, tell, onFigures }: FederationOptions,
  { round, modelHash }: Extract<RoundEffect, { type: "evaluate" }>,
): Promise<RoundEvent> {
  const startMs = now();
  const onShare = (share: number) => tell({ type: "judging", round, share });
  onShare(0);
  const { correct, samples, loss, confusion, validation } = await plan.judge(modelHash, onShare);
  const measured = { correct, samples, loss, ...partOf(validation) };
  const fact = lossFault(measured);
  if (fact !== null) {
    const failed = { type: "evaluation-failed", round, fact, worthless: true } as const;
    await log.append(failed);
    return failed;
  }
  const accuracy = decidingAccuracy(measured) ?? 0;
  const { best } = replay(log.events);
  if (best === null || accuracy > best.accuracy) await keepBest(plan, modelHash);
  const matrix = { modelHash, confusion: confusionRows(confusion, plan.classes) };
  await keepMatrix(plan.folder, plan.judged, matrix);
  const seconds = (now() - startMs) / 1000;
  const figures = { ...measured, seconds };
  const judged = { type: "evaluated", round, modelHash, ...figures } as const;
  await log.append({ ...judged, record: await records.addEvaluation(judged) });
  tell({ type: "judged", round, accuracy: correct / samples });
  await onFigures();
  return { type: "evaluated", round, accuracy };
}

async function keepBest({ folder }: RunPlan, modelHash: string): Promise<void> {
  await writeDurably(folder.best, await readFile(blobPath(folder.models, modelHash)));
}

function partOf(validation: Judgement["validation"]) {
  if (validation === null) return {};
  const { correct, samples, loss } = validation;
  return { validation: { correct, samples, loss } };
}

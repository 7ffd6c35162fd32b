// Ten pictures, voted on before and after a round: what the wall says of them, good news and bad.

import type { RoundSummary, RunView } from "@spikefed/fl-core";
import type { KeptShowcase, ModelVotes } from "@spikefed/protocol";
import { t } from "../i18n/en/show.ts";
import { notMeasured } from "./format.ts";
import { className } from "./class-words.ts";
import { topVotes } from "./spike-words.ts";

/** What a model says of one picture; null: not measured. */
export type Answer = { name: string; isRight: boolean } | null;

export interface PictureCard {
  truth: string;
  before: Answer;
  now: Answer;
}

/** @param labels True classes of the pictures. */
export function pictureCards(
  labels: readonly number[],
  kept: KeptShowcase | null,
  classes: readonly string[],
): PictureCard[] {
  const answers = (model: ModelVotes | null | undefined, at: number): Answer => {
    const votes = model?.votes[at];
    const [winner] = votes === undefined ? [] : topVotes(votes, classes, labels[at]!, 1);
    return winner === undefined ? null : { name: winner.name, isRight: winner.isTruth };
  };
  return labels.map((label, at) => ({
    truth: className(classes, label),
    before: answers(kept?.before, at),
    now: answers(kept?.newest, at),
  }));
}

/** "dog", with what it is worth in a sign and a word; missing is said to be missing. */
export const answerText = (answer: Answer): string =>
  answer === null ? notMeasured() : `${answer.name} ${answer.isRight ? "✓" : "✗"}`;

/** Round whose model this is; null: the log knows none of it. */
export const roundOfModel = (
  { rounds }: RunView,
  modelHash: string | undefined,
): RoundSummary | null => rounds.findLast((round) => round.modelHash === modelHash) ?? null;

/** What the round did to the ten, and whether the run goes on from it. */
export function showcaseSentence(
  cards: readonly PictureCard[],
  made: Pick<RoundSummary, "round" | "rolledBack"> | null,
): string {
  const right = (of: "before" | "now") => cards.filter((card) => card[of]?.isRight).length;
  const isMissing = (of: "before" | "now") => cards.every((card) => card[of] === null);
  if (cards.length === 0) return t("noPictures");
  if (isMissing("now")) return t("notLooked");
  const figures = { right: right("now"), all: cards.length };
  const now =
    made === null ? t("names", figures) : t("namesAfter", { ...figures, round: made.round });
  const change = isMissing("before") ? [] : [changeWords(right("now") - right("before"), cards)];
  return [now, ...change, ...(made?.rolledBack ? [t("showTakenBack")] : [])].join(" ");
}

function changeWords(change: number, cards: readonly PictureCard[]): string {
  const lost = cards.filter(({ before, now }) => before?.isRight && !now?.isRight).length;
  if (change < 0) return t("fewer", { count: -change });
  if (change > 0)
    return lost > 0 ? t("moreAndLost", { count: change, lost }) : t("more", { count: change });
  return lost === 0 ? t("asBefore") : t("otherThanBefore", { lost });
}

// Which measured accuracy a run stands by: nobody goes on from a model that was taken back.

import type { RoundSummary } from "./view.ts";

type Measured = Pick<RoundSummary, "accuracy" | "rolledBack">;

/** Its accuracy was measured, and its model was not taken back. */
export const isStanding = ({ accuracy, rolledBack }: Measured): boolean =>
  accuracy !== null && !rolledBack;

/** The newest that stands; null: none does. */
export const newestStanding = <Round extends Measured>(rounds: readonly Round[]): Round | null =>
  rounds.findLast(isStanding) ?? null;

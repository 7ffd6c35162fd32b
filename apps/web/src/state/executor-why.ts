// Why the executor in use is the one it is: as it was chosen, or since the run asks for another.

import type { Device } from "@spikefed/protocol";

import { t } from "../i18n/en/details.ts";
import type { ExecutorChoice } from "../worker/messages.ts";

type Chosen = Pick<ExecutorChoice, "executor" | "why" | "tuning" | "selfTestMs">;

/** What is known of the executor in use; a choice that a run's rule overrides says nothing of it. */
export function executorFacts(
  { executor }: Device,
  choice: Chosen | null,
): { why: string | null } & Pick<Chosen, "tuning" | "selfTestMs"> {
  if (choice === null) return { why: null, tuning: null, selfTestMs: null };
  const { why, tuning, selfTestMs } = choice;
  if (executor === choice.executor) return { why, tuning, selfTestMs };
  return { why: t("whyRule"), tuning: null, selfTestMs: null };
}

// Why the executor in use is the one it is: as it was chosen, or since the run asks for another.

import type { Device } from "@spikefed/protocol";
import type { DeviceReason } from "@spikefed/volunteer";

import { t } from "../i18n/en/details.ts";
import { fixedText } from "../i18n/intl.ts";
import type { ExecutorChoice } from "../worker/messages.ts";

type Chosen = Omit<ExecutorChoice, "device">;

/** What is known of the executor in use. */
export interface ExecutorFacts extends Pick<Chosen, "tuning" | "selfTestMs"> {
  /** Null: not known yet. */
  why: string | null;
  /** What the self-test found, in English; null: nothing. */
  failure: string | null;
}

const unknown = { failure: null, tuning: null, selfTestMs: null };

/** A choice that a run's rule overrides says nothing of it; that the device passed its self-test stays true. */
export function executorFacts({ executor }: Device, choice: Chosen | null): ExecutorFacts {
  if (choice === null) return { ...unknown, why: null };
  if (executor !== choice.executor)
    return { ...unknown, selfTestMs: choice.selfTestMs, why: t("whyRule") };
  const { reason, problem, kernelProblem, tuning, selfTestMs } = choice;
  const why = reasonWords(reason);
  return {
    ...{ tuning, selfTestMs, failure: problem ?? kernelProblem },
    why: kernelProblem === null ? why : t("whyPlainKernels", { why }),
  };
}

const reasons = {
  asked: "whyAsked",
  hardware: "whyHardware",
  "no-webgpu": "whyNoWebgpu",
  "no-adapter": "whyNoAdapter",
  "software-fails": "whySoftwareFails",
  failed: "whyFailed",
} as const;

const measured = {
  "software-faster": "whySoftwareFaster",
  "software-slower": "whySoftwareSlower",
} as const;

function reasonWords(reason: DeviceReason): string {
  if (!("times" in reason)) return t(reasons[reason.kind]);
  return t(measured[reason.kind], { times: fixedText(reason.times, 1) });
}

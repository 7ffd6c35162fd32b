// What the figures of the article say: their text twins.

import { t } from "../i18n/en/explain.ts";
import { fixedText } from "../i18n/intl.ts";
import { hasCopies, type Toy } from "./averaging.ts";
import { percent } from "./format.ts";
import { behaviourOf, type NeuronTrace, STEPS_ON } from "./neuron-trace.ts";
import type { Coding, CodedPicture } from "./picture-coding.ts";

/** What the neuron did. */
export function neuronSentence(trace: NeuronTrace, pushed: number): string {
  const { spikes } = trace;
  const push = { current: fixedText(pushed, 2), steps: STEPS_ON };
  switch (behaviourOf(trace)) {
    case "idle":
      return t("idle");
    case "leaking":
      return t("leaking", push);
    case "every-step":
      return t("everyStep", push);
    case "firing":
      return t("firing", { ...push, count: spikes.length, first: spikes[0] ?? 0 });
  }
}

/** What the picture sends at one step. */
export function codingSentence(coded: CodedPicture, coding: Coding, step: number): string {
  const values = coded.steps[0]?.length ?? 0;
  if (coding === "direct") return t("directSentence", { step, values });
  const sent = coded.counts[step - 1] ?? 0;
  return t("poissonSentence", { step, sent, values, share: percent(sent / values) });
}

/** Where the model is, and what comes next. */
export function averagingSentence(toy: Toy): string {
  const { rounds, clients } = toy;
  if (hasCopies(toy))
    return t("copiesTrained", { count: clients.filter(({ copy }) => copy !== null).length });
  return rounds === 0 ? t("allAlike") : t("roundsDone", { count: rounds });
}

// The rules of local learning that a host can choose.

import type { LocalRuleKind } from "@spikefed/protocol";
import { methodWords, type ChoiceWords } from "./method-words.ts";

export const ruleWords = (kind: LocalRuleKind): ChoiceWords =>
  methodWords(kind === "surrogate-bptt" ? "surrogate" : kind);

// How updates can be written, as a host chooses it, with the usual numbers.

import type { UpdateEncodingKind } from "@spikefed/protocol";
import { methodWords, type ChoiceWords } from "./method-words.ts";

export const encodingWords = (kind: UpdateEncodingKind): ChoiceWords =>
  methodWords(kind === "top-k" ? "topK" : kind);

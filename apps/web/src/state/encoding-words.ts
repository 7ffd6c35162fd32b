// How updates can be written, as a host chooses it, with the usual numbers.

import type { UpdateEncodingKind } from "@spikefed/protocol";

const words: Record<UpdateEncodingKind, { title: string; help: string }> = {
  float32: {
    title: "Exact",
    help: "Every change as it was computed, 4 bytes each. The default.",
  },
  float16: {
    title: "Half precision",
    help: "2 bytes a change: half the upload, three digits of each number.",
  },
  int8: {
    title: "One byte",
    help: "1 byte a change: a quarter of the upload, rounded up or down by chance.",
  },
  "top-k": {
    title: "The largest only",
    help: "A tenth of the changes, a fifth of the upload. A device keeps the rest for its next round.",
  },
};

export const encodingWords = (kind: UpdateEncodingKind): { title: string; help: string } =>
  words[kind];

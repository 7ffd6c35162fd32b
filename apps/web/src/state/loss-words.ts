// The losses of local training that a host can choose, with their usual numbers.

import type { LocalLossKind } from "@spikefed/protocol";

const words: Record<LocalLossKind, { title: string; help: string }> = {
  "cross-entropy": {
    title: "Right answers",
    help: "Cross entropy: a device learns the labels of its pictures. The default.",
  },
  fedlec: {
    title: "FedLEC",
    help: "For shares that lack classes: what a device has not, it keeps as the round's model has it.",
  },
  distillation: {
    title: "Imitation",
    help: "A tenth of the loss is to answer as the round's model does, so that devices drift less.",
  },
};

export const lossWords = (kind: LocalLossKind): { title: string; help: string } => words[kind];

// The losses of local training that a host can choose, with their usual numbers.

import { LOCAL_LOSSES, type LocalLoss, type LocalLossKind, usualLoss } from "@spikefed/protocol";

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

const taught = {
  title: "Imitation of the twin",
  help: "A tenth of the loss is to answer as an ordinary net does, which the device trains first.",
};

/** What a host can choose: each kind of loss, imitation with either teacher. */
export const lossChoices: readonly {
  value: string;
  title: string;
  help: string;
  loss: LocalLoss;
}[] = [
  ...LOCAL_LOSSES.map((kind) => ({ value: kind, ...words[kind], loss: usualLoss(kind) })),
  {
    value: "ann-teacher",
    ...taught,
    loss: { ...usualLoss("distillation"), teacher: "ann" } as LocalLoss,
  },
];

/** The choice that a loss is, whatever its numbers. */
export function lossChoice(loss: LocalLoss): string {
  return loss.kind === "distillation" && loss.teacher === "ann" ? "ann-teacher" : loss.kind;
}

export const lossWords = (loss: LocalLoss): { title: string; help: string } =>
  lossChoice(loss) === "ann-teacher" ? taught : words[loss.kind];

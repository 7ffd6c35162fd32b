// The teacher that a client makes for itself: the twin of its spiking net, trained on its pictures.

import type { LabelledImages } from "../data/shard.ts";
import { SnnError } from "../errors.ts";
import { twinState } from "../model/twin.ts";
import { subSeed } from "../random/counter.ts";
import type { LossChoice } from "./choose-loss.ts";
import { type EpochOptions, trainEpochs } from "./epochs.ts";
import type { Executor } from "./executor.ts";
import type { RuleChoice } from "./local-rule.ts";

/** What a teacher is asked for. */
export interface Lessons {
  localLoss?: LossChoice | undefined;
  localRule?: RuleChoice | undefined;
}

/** Epochs of the twin that loss and rule ask for, the more of the two; 0: no twin is needed. */
export function twinEpochs({ localLoss, localRule }: Lessons): number {
  const isShown =
    localLoss?.kind === "distillation" && localLoss.teacher === "ann" && localLoss.weight > 0;
  const shown = isShown ? localLoss.teacherEpochs : 0;
  return Math.max(shown, localRule?.kind === "tandem" ? localRule.teacherEpochs : 0);
}

/**
 * Trains `twin`, an executor of the student's twin, by cross entropy and yields after each batch.
 *
 * It begins with the student's own state, the round's model, with the mean over the steps of what a
 * norm has for each, and so holds what all clients have learned so far; its channels mean what the
 * student's mean, also at the other clients. It is made anew in each round and kept by nobody: a
 * client that comes back or moves needs nothing, a tab and a simulation make the same one from the
 * task alone, and nothing more travels. A pre-trained teacher, as the papers have it, would have to
 * come from somebody who holds all pictures. The price is `epochs` of a net that costs about 1 / T of
 * the student's, and a teacher that knows no more than the client.
 *
 * @param options The student's; FedProx pulls on what is averaged alone, so not on a teacher.
 */
export async function* trainTwin(
  student: Executor,
  twin: Executor | null | undefined,
  images: LabelledImages,
  options: EpochOptions,
): AsyncGenerator<number, Executor> {
  if (!twin) throw new SnnError("train/rule", "an ANN teacher is asked for, and there is no twin");
  twin.setState(twinState(student.spec, await student.getState()));
  const optimizer = { ...options.optimizer, proximalMu: 0 };
  const seed = subSeed(options.seed, -2);
  const plain = () => Promise.resolve({});
  const steps = trainEpochs(twin, images, { ...options, optimizer, seed }, plain);
  for await (const { images: done } of steps) yield done;
  return twin;
}

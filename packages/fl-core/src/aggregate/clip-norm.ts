// Clipping in front of any strategy: no update is longer than the limit.

import type { AggregateOutput, ClientUpdate, RoundSum, Strategy } from "./strategy.ts";

/**
 * What an update is scaled by: `min(1, limit / |d|)`, `|d|` the L2 norm of the change of the
 * parameters. Running statistics do not enter the norm (in the first rounds they move much farther
 * than any parameter), but are scaled with it: a variance then lies between the base's and the
 * client's. An update whose statistics alone are wrong passes; median and trimmed mean stop it.
 *
 * @param delta `[P]`, of which the first `trainable` are parameters.
 * @param limit > 0
 */
export function clipFactor(delta: Float32Array, trainable: number, limit: number): number {
  let square = 0;
  for (let p = 0; p < Math.min(trainable, delta.length); p++) square += delta[p]! * delta[p]!;
  const norm = Math.sqrt(square);
  // what is not finite is left for the strategy to refuse
  return norm > limit && Number.isFinite(norm) ? limit / norm : 1;
}

/**
 * A strategy that sees clipped updates; `notes.clipped` names whose.
 *
 * @see Sun et al., Can You Really Backdoor Federated Learning?, 2019: norm thresholding.
 */
export function withClipping(strategy: Strategy, limit: number): Strategy {
  const { startSum } = strategy;
  return {
    ...strategy,
    aggregate(input) {
      const clipped: number[] = [];
      const updates = clippedUpdates(input.updates, input.trainable, limit, clipped);
      return withNotes(strategy.aggregate({ ...input, updates }), clipped);
    },
    startSum: startSum && ((shape) => clippedSum(startSum(shape), shape.trainable, limit)),
  };
}

function clippedSum(sum: RoundSum, trainable: number, limit: number): RoundSum {
  const clipped: number[] = [];
  return {
    add(update) {
      const taken = clip(update, trainable, limit);
      sum.add(taken);
      if (taken !== update) clipped.push(update.client);
    },
    aggregate: (input) => withNotes(sum.aggregate(input), clipped),
  };
}

function withNotes(output: AggregateOutput, clients: readonly number[]): AggregateOutput {
  const clipped = [...clients].sort((a, b) => a - b);
  return { ...output, notes: { ...output.notes, clipped } };
}

/** Writes the numbers of clients whose updates were scaled into `clipped`. */
function* clippedUpdates(
  updates: Iterable<ClientUpdate>,
  trainable: number,
  limit: number,
  clipped: number[],
): Generator<ClientUpdate> {
  for (const update of updates) {
    const taken = clip(update, trainable, limit);
    if (taken !== update) clipped.push(update.client);
    yield taken;
  }
}

/** The update itself where it is short enough. */
function clip(update: ClientUpdate, trainable: number, limit: number): ClientUpdate {
  const factor = clipFactor(update.delta, trainable, limit);
  if (factor === 1) return update;
  return { ...update, delta: update.delta.map((value) => value * factor) };
}

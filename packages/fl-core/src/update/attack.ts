// What a client that wants to harm sends instead of its update. For tests and for teaching: a room
// shows with them what its strategy and its checks are worth.

import type { AttackKind, RunSettings } from "@spikefed/protocol";

import { createRandom } from "../random/generator.ts";
import { normal } from "../random/normal.ts";

/** How much larger a scaled update is: a client that wants to replace the model alone. */
const SCALE = 10;

export interface AttackInput {
  kind: AttackKind;
  /** `[P]`, the model that the local work started from. */
  before: Float32Array;
  /** `[P]`, the model that it made. */
  after: Float32Array;
  seed: number;
}

/**
 * The model that the attacker claims to have made, `[P]`, with the change D that it really made:
 *
 * - `nan`: every thousandth value is not a number
 * - `scale`: `10 D`
 * - `sign-flip`: `-D`
 * - `noise`: normal noise with the standard deviation of three times D's root mean square
 * - `free-rider`: no change at all
 * - `label-flip`: D as it is; its labels were wrong (`flippedLabels`)
 *
 * @see Blanchard et al., Machine Learning with Adversaries, 2017 (noise, sign); Bagdasaryan et al.,
 *   How To Backdoor Federated Learning, 2020 (scale).
 */
export function attacked({ kind, before, after, seed }: AttackInput): Float32Array {
  const change = (factor: number) =>
    before.map((value, p) => value + factor * ((after[p] as number) - value));
  switch (kind) {
    case "nan":
      return after.map((value, p) => (p % 1000 === 0 ? NaN : value));
    case "scale":
      return change(SCALE);
    case "sign-flip":
      return change(-1);
    case "noise":
      return noisy(before, after, seed);
    case "free-rider":
      return before.slice();
    case "label-flip":
      return after;
  }
}

/** Class c becomes C - 1 - c: every label is wrong where C is even. */
export function flippedLabels(labels: Uint8Array, classes: number): Uint8Array {
  return labels.map((label) => classes - 1 - label);
}

/** Which of K clients attack: so many as the share makes, rounded, by chance of the seed. */
export function isAttacker(
  client: number,
  { clients, share, seed }: { clients: number; share: number; seed: number },
): boolean {
  const random = createRandom(seed, 17);
  const order = Array.from({ length: clients }, (_, i) => ({ client: i + 1, key: random.bits() }));
  order.sort((a, b) => a.key - b.key || a.client - b.client);
  return order.slice(0, Math.round(share * clients)).some((one) => one.client === client);
}

/** What a simulated client does instead of helping; null: it is honest. */
export function attackOf(
  client: number,
  { attackers, clients, seed }: Pick<RunSettings, "attackers" | "clients" | "seed">,
): AttackKind | null {
  if (attackers === null) return null;
  const { kind, share } = attackers;
  return isAttacker(client, { clients, share, seed }) ? kind : null;
}

function noisy(before: Float32Array, after: Float32Array, seed: number): Float32Array {
  let square = 0;
  for (let p = 0; p < before.length; p++) {
    square += ((after[p] as number) - (before[p] as number)) ** 2;
  }
  const deviation = 3 * Math.sqrt(square / Math.max(before.length, 1));
  const random = createRandom(seed, 23);
  return before.map((value) => value + deviation * normal(random));
}

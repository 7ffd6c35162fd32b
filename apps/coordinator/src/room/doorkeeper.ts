// What one address may try at the door, over however many connections: new places, host keys. Others
// never pay for it: no limit is shared between addresses.

import { SpikefedError } from "@spikefed/protocol";

import { isThisMachine, networkOf } from "../socket/address.ts";
import { KeyedBuckets } from "../socket/keyed-buckets.ts";
import type { Rate } from "../socket/token-bucket.ts";

/** A class that joins at the same moment through one router passes twice over. */
export const placeRate: Rate = { perSecond: 1, burst: 120 };

/** Signatures that are checked, 0.1 ms each: all connections an address may have, and new ones. */
export const proofRate: Rate = { perSecond: 20, burst: 240 };

/** Wrong host keys: a link copied badly a few times, no search. */
export const wrongKeyRate: Rate = { perSecond: 1 / 60, burst: 10 };

export class Doorkeeper {
  readonly #places: KeyedBuckets;
  readonly #proofs: KeyedBuckets;
  readonly #wrongKeys: KeyedBuckets;

  /** @param now milliseconds of a clock that does not jump back */
  constructor(now: () => number) {
    this.#places = new KeyedBuckets(placeRate, now);
    this.#proofs = new KeyedBuckets(proofRate, now);
    this.#wrongKeys = new KeyedBuckets(wrongKeyRate, now);
  }

  /**
   * Somebody asks for a place it did not have before.
   *
   * @throws {SpikefedError} `room/too-many-joins`
   */
  admit(address: string): void {
    take(this.#places, address);
  }

  /**
   * Somebody's signature is about to be checked, right or wrong.
   *
   * @throws {SpikefedError} `room/too-many-joins`
   */
  letProve(address: string): void {
    take(this.#proofs, address);
  }

  /**
   * Somebody shows a host key. Who has shown too many wrong ones is not even compared: of ten
   * thousand guesses ten are. The right key opens from every other network meanwhile.
   *
   * @param isRight Compares the key.
   * @throws {SpikefedError} `room/host-key`, `room/host-locked`
   */
  checkKey(address: string, isRight: () => boolean): void {
    const isHere = isThisMachine(address);
    const network = networkOf(address);
    const seconds = isHere ? 0 : this.#wrongKeys.waitSeconds(network);
    if (seconds > 0) throw new SpikefedError("room/host-locked", { seconds });
    if (isRight()) return;
    if (!isHere) this.#wrongKeys.take(network);
    throw new SpikefedError("room/host-key");
  }
}

function take(buckets: KeyedBuckets, address: string): void {
  const network = networkOf(address);
  if (isThisMachine(address) || buckets.take(network)) return;
  throw new SpikefedError("room/too-many-joins", { seconds: buckets.waitSeconds(network) });
}

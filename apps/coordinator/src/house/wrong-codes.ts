// Codes of rooms that nobody has, by address. Four signs can be tried out, and where there are several
// rooms a code is what keeps their people apart.

import { SpikefedError } from "@spikefed/protocol";

import { isThisMachine, networkOf } from "../socket/address.ts";
import { KeyedBuckets } from "../socket/keyed-buckets.ts";
import type { Rate } from "../socket/token-bucket.ts";

/** A class that mistypes its code twice each; of all codes a tenth takes a day and a half. */
export const wrongCodeRate: Rate = { perSecond: 1 / 2, burst: 60 };

export class WrongCodes {
  readonly #wrong: KeyedBuckets;

  /** @param now milliseconds of a clock that does not jump back */
  constructor(now: () => number) {
    this.#wrong = new KeyedBuckets(wrongCodeRate, now);
  }

  /**
   * Who has tried too many is not even told whether one is right.
   *
   * @throws {SpikefedError} `room/too-many-codes`
   */
  check(address: string): void {
    const seconds = isThisMachine(address) ? 0 : this.#wrong.waitSeconds(networkOf(address));
    if (seconds > 0) throw new SpikefedError("room/too-many-codes", { seconds });
  }

  /** This address named a room that is not there. */
  note(address: string): void {
    if (!isThisMachine(address)) this.#wrong.take(networkOf(address));
  }
}

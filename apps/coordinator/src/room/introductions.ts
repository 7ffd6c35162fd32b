// Whether a hello is signed by the key that it names: a challenge for each, which holds once, on one
// connection, for a minute.

import { randomBytes } from "node:crypto";

import {
  CHALLENGE_MS,
  helloText,
  SpikefedError,
  type ChallengeAnswer,
  type ClientMessage,
} from "@spikefed/protocol";
import { verifySignature } from "@spikefed/run-store";

import type { Clock } from "./clock.ts";
import type { Doorkeeper } from "./doorkeeper.ts";
import type { Link } from "./link.ts";

export interface IntroductionsOptions {
  /** Public key that signs this coordinator's records, hex. */
  coordinator: string;
  keeper: Pick<Doorkeeper, "letProve">;
  clock: Pick<Clock, "now">;
  /** Ed25519, all in hex. */
  verify?: (key: string, text: string, signature: string) => boolean;
}

interface Challenge {
  text: string;
  untilMs: number;
}

type Hello = ClientMessage<"hello">;

export class Introductions {
  readonly #options: Required<IntroductionsOptions>;
  /** The newest of each connection, until a hello has used it. */
  readonly #challenges = new WeakMap<Link, Challenge>();

  constructor(options: IntroductionsOptions) {
    this.#options = { verify: verifySignature, ...options };
  }

  /** A fresh one; the one before no longer holds. */
  challenge(link: Link): ChallengeAnswer {
    const { clock, coordinator } = this.#options;
    const text = randomBytes(32).toString("hex");
    this.#challenges.set(link, { text, untilMs: clock.now() + CHALLENGE_MS });
    return { challenge: text, coordinator };
  }

  /**
   * The key that has signed this hello; null: it names none.
   *
   * @throws {SpikefedError} `room/proof`; `room/too-many-joins` when too many came from its address
   *   to check another one
   */
  keyOf(link: Link, hello: Hello): string | null {
    const { proof } = hello;
    if (proof === undefined) return null;
    const { keeper, verify, coordinator } = this.#options;
    this.#use(link, proof.challenge);
    keeper.letProve(link.address);
    const { protocol, room, resume } = hello;
    const clientId = resume?.clientId ?? null;
    const text = helloText({ protocol, room, coordinator, clientId, ...proof });
    if (verify(proof.key, text, proof.signature)) return proof.key;
    throw new SpikefedError("room/proof", { why: "the signature is not that key's" });
  }

  /** A challenge is over with the first hello that answers this connection's, right or wrong. */
  #use(link: Link, answered: string): void {
    const challenge = this.#challenges.get(link);
    this.#challenges.delete(link);
    if (challenge?.text !== answered) {
      throw new SpikefedError("room/proof", { why: "the challenge is not this connection's" });
    }
    if (this.#options.clock.now() >= challenge.untilMs) {
      throw new SpikefedError("room/proof", { why: "the challenge is too old" });
    }
  }
}

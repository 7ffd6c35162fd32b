import { generateKeyPairSync, sign } from "node:crypto";

import { CHALLENGE_MS, helloText, PROTOCOL_VERSION, SpikefedError } from "@spikefed/protocol";
import { verifySignature } from "@spikefed/run-store";
import fc from "fast-check";
import { expect, test, vi } from "vitest";

import { manualClock } from "../testing/manual-clock.ts";
import { Doorkeeper, proofRate } from "./doorkeeper.ts";
import { Introductions } from "./introductions.ts";
import type { Link } from "./link.ts";

const isFull = process.env["SPIKEFED_FULL"] === "1";

const coordinator = "c".repeat(64);
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const key = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("hex");

function world() {
  const clock = manualClock();
  const verify = vi.fn(verifySignature);
  const keeper = new Doorkeeper(() => clock.now());
  return { clock, verify, desk: new Introductions({ coordinator, keeper, clock, verify }) };
}

const linkFrom = (address: string) => ({ address }) as Link;

const volunteer = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null } as const;
const resume = { clientId: "client-0001", token: "token-0001" };

/** A hello whose signature holds, but for what is signed otherwise. */
function hello(challenge: string, signed: Partial<Parameters<typeof helloText>[0]> = {}) {
  const { protocol, room } = volunteer;
  const facts = { protocol, room, coordinator, challenge, key, clientId: resume.clientId };
  const text = helloText({ ...facts, ...signed });
  const signature = sign(null, Buffer.from(text), privateKey).toString("hex");
  return { ...volunteer, resume, proof: { key, challenge, signature } };
}

function outcome(ask: () => string | null): string | null {
  try {
    return ask();
  } catch (error) {
    return error instanceof SpikefedError ? `${error.code}: ${String(error.facts["why"])}` : "bug";
  }
}

const notOurs = "room/proof: the challenge is not this connection's";
const notSigned = "room/proof: the signature is not that key's";

test("a hello that is signed for its connection tells its key; one without a proof tells none", () => {
  const { desk } = world();
  const link = linkFrom("192.0.2.1");
  expect(desk.keyOf(link, hello(desk.challenge(link).challenge))).toBe(key);
  expect(desk.keyOf(link, { ...volunteer, resume })).toBeNull();
});

test("a recorded hello counts nowhere: not again, not on another connection, not after a minute", () => {
  const { desk, clock, verify } = world();
  const [a, b] = [linkFrom("192.0.2.1"), linkFrom("192.0.2.2")];
  const recorded = hello(desk.challenge(a).challenge);
  desk.challenge(b);
  expect(outcome(() => desk.keyOf(b, recorded))).toBe(notOurs);
  expect(outcome(() => desk.keyOf(a, recorded))).toBe(key);
  for (let again = 0; again < 1_000; again++) {
    expect(outcome(() => desk.keyOf(a, recorded))).toBe(notOurs);
    desk.challenge(a);
    expect(outcome(() => desk.keyOf(a, recorded))).toBe(notOurs);
  }
  const late = hello(desk.challenge(a).challenge);
  clock.advance(CHALLENGE_MS);
  expect(outcome(() => desk.keyOf(a, late))).toBe("room/proof: the challenge is too old");
  expect(verify).toHaveBeenCalledTimes(1); // the others were refused without that work
});

test("a wrong answer uses a challenge up, so that one is guessed at once only", () => {
  const { desk } = world();
  const link = linkFrom("192.0.2.1");
  const { challenge } = desk.challenge(link);
  const wrong = hello(challenge, { coordinator: "d".repeat(64) });
  expect(outcome(() => desk.keyOf(link, wrong))).toBe(notSigned);
  expect(outcome(() => desk.keyOf(link, hello(challenge)))).toBe(notOurs);
});

test("what was signed for another coordinator, room, place, protocol or key does not count", () => {
  const { desk } = world();
  const link = linkFrom("192.0.2.1");
  for (const other of [
    ...[{ coordinator: "d".repeat(64) }, { room: "K7QF" }, { clientId: "client-0002" }],
    ...[{ clientId: null }, { protocol: PROTOCOL_VERSION + 1 }, { key: "e".repeat(64) }],
  ]) {
    const { challenge } = desk.challenge(link);
    expect(outcome(() => desk.keyOf(link, hello(challenge, other)))).toBe(notSigned);
  }
});

test("no flipped bit of key or signature passes", () => {
  const { desk } = world();
  const link = linkFrom("127.0.0.1");
  const where = fc.constantFrom("key", "signature");
  fc.assert(
    fc.property(where, fc.nat(511), (field, at) => {
      const given = hello(desk.challenge(link).challenge);
      const bytes = Buffer.from(given.proof[field], "hex");
      const bit = at % (8 * bytes.length);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      const proof = { ...given.proof, [field]: bytes.toString("hex") };
      expect(outcome(() => desk.keyOf(link, { ...given, proof }))).toBe(notSigned);
    }),
    { numRuns: isFull ? 5_000 : 500 },
  );
});

test("of 10,000 forged signatures from one address 240 are checked, and nobody else waits", () => {
  const { desk, verify } = world();
  const from = linkFrom("192.0.2.66");
  const forged = { key, signature: "f".repeat(128) };
  const codes = Array.from({ length: 10_000 }, () => {
    const { challenge } = desk.challenge(from);
    return outcome(() => desk.keyOf(from, { ...volunteer, proof: { ...forged, challenge } }));
  });
  expect(verify).toHaveBeenCalledTimes(proofRate.burst);
  expect(codes.filter((code) => code === notSigned)).toHaveLength(proofRate.burst);
  expect(codes.at(-1)).toMatch(/^room\/too-many-joins/);
  const other = linkFrom("192.0.2.7");
  expect(desk.keyOf(other, hello(desk.challenge(other).challenge))).toBe(key);
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { errorKinds, SpikefedError } from "./errors.ts";
import { CHUNK_BYTES, type ClientEvent, clientEvents, readMessage } from "./messages.ts";
import { PROTOCOL_VERSION } from "./messages.ts";
import { defaultSettings } from "./settings.ts";

const hello = {
  protocol: PROTOCOL_VERSION,
  role: "volunteer",
  room: "K7QF",
  name: " Quiet Otter ",
};
const begin = {
  runId: "run-20261124",
  round: 3,
  baseHash: "a".repeat(64),
  updateId: "update-1",
  bytes: 100,
  sha256: "b".repeat(64),
  loss: null,
  accuracy: 0.5,
  seconds: 3,
  spikeRates: [0.1],
};

function refusal(event: ClientEvent, message: unknown): string {
  try {
    readMessage(event, message);
  } catch (error) {
    if (error instanceof SpikefedError) return `${error.code} ${error.fact}`;
    throw error;
  }
  return "accepted";
}

const proof = { key: "a".repeat(64), challenge: "b".repeat(64), signature: "c".repeat(128) };

describe("a message is read", () => {
  test("with the proof of a key", () => {
    expect(readMessage("hello", { ...hello, proof })).toMatchObject({ proof });
  });

  test("with its name trimmed", () => {
    expect(readMessage("hello", hello)).toMatchObject({ name: "Quiet Otter", room: "K7QF" });
  });

  test("with every setting of a run", () => {
    const command = { command: "configure", settings: defaultSettings };
    expect(readMessage("host", command)).toEqual(command);
  });

  test("with what a robot is to do", () => {
    for (const command of [
      { command: "add-robot", robot: "honest" },
      { command: "add-robot", robot: "sign-flip" },
      { command: "remove-robot", harms: true },
    ]) {
      expect(readMessage("host", command)).toEqual(command);
    }
  });
});

describe("a message is refused", () => {
  test.each<[string, ClientEvent, unknown, string]>([
    ["of another protocol", "hello", { ...hello, protocol: 999 }, "wire/version this page speaks"],
    ["with a field too many", "hello", { ...hello, admin: true }, "wire/invalid"],
    ["with a field too few", "upload-commit", {}, '"updateId"'],
    ["with an unknown pace", "state", { state: "ready", pace: "warp" }, '"pace"'],
    ["with a hidden that is no truth value", "state", { state: "ready", hidden: 1 }, '"hidden"'],
    ["with a return that is no truth value", "leave", { mayReturn: "yes" }, '"mayReturn"'],
    ["with a wave that says more", "wave", { loud: true }, "wire/invalid"],
    ["with a room of vowels", "hello", { ...hello, room: "AEIO" }, '"room"'],
    [
      "with a key in capitals",
      "hello",
      { ...hello, proof: { ...proof, key: "A".repeat(64) } },
      "proof.key",
    ],
    [
      "with a key of 31 bytes",
      "hello",
      { ...hello, proof: { ...proof, key: "a".repeat(62) } },
      "proof.key",
    ],
    [
      "with two lines for a challenge",
      "hello",
      { ...hello, proof: { ...proof, challenge: `${"b".repeat(63)}\n` } },
      "proof.challenge",
    ],
    [
      "with half a signature",
      "hello",
      { ...hello, proof: { ...proof, signature: "c".repeat(64) } },
      "proof.signature",
    ],
    [
      "with a proof and no key",
      "hello",
      { ...hello, proof: { ...proof, key: undefined } },
      "proof.key",
    ],
    ["with a challenge that says more", "challenge", { key: proof.key }, "wire/invalid"],
    ["with an empty name", "hello", { ...hello, name: "   " }, '"name"'],
    ["with a name of 25 signs", "hello", { ...hello, name: "x".repeat(25) }, '"name"'],
    ["with a name that nobody sees", "hello", { ...hello, name: "\u202e\u200b\n" }, '"name"'],
    [
      "with a name that unfolds to 72 signs",
      "hello",
      { ...hello, name: "\ufdfa".repeat(4) },
      '"name"',
    ],
    ["with a loss that is no number", "upload-begin", { ...begin, loss: NaN }, '"loss"'],
    ["with an accuracy above 1", "upload-begin", { ...begin, accuracy: 1.01 }, '"accuracy"'],
    ["with a fraction of a round", "upload-begin", { ...begin, round: 1.5 }, '"round"'],
    ["with half an attempt", "upload-begin", { ...begin, attempt: 0.5 }, '"attempt"'],
    ["with a hash in capitals", "upload-begin", { ...begin, sha256: "B".repeat(64) }, '"sha256"'],
    ["with no bytes", "upload-begin", { ...begin, bytes: 0 }, '"bytes"'],
    ["with a path for an id", "upload-commit", { updateId: "../../etc/passwd" }, '"updateId"'],
    [
      "with a chunk too large",
      "upload-chunk",
      { updateId: "update-1", offset: 0, data: new Uint8Array(CHUNK_BYTES + 1) },
      '"data"',
    ],
    [
      "with text for a chunk",
      "upload-chunk",
      { updateId: "update-1", offset: 0, data: "bytes" },
      '"data"',
    ],
    [
      "with an alpha of 0",
      "host",
      {
        command: "configure",
        settings: { ...defaultSettings, partition: { kind: "dirichlet", alpha: 0 } },
      },
      "partition.alpha",
    ],
    ["with a robot that heals", "host", { command: "add-robot", robot: "heal" }, '"robot"'],
    ["with no word on which robot", "host", { command: "remove-robot" }, '"harms"'],
    ["that is null", "hello", null, "wire/invalid"],
    ["that is a list", "state", [], "wire/invalid"],
  ])("%s", (_, event, message, why) => {
    expect(refusal(event, message)).toContain(why);
  });

  test("whatever it is: nothing but a SpikefedError ever comes out", () => {
    fc.assert(
      fc.property(fc.constantFrom(...clientEvents), fc.anything(), (event, message) => {
        refusal(event, message);
      }),
      { numRuns: 2000 },
    );
  });
});

test("every error code has a fact without holes and a cure", () => {
  const facts = new Proxy({}, { get: () => "value", has: () => true });
  for (const [code, { what, cure }] of Object.entries(errorKinds)) {
    expect(what(facts), code).not.toMatch(/undefined|\[object/);
    expect(cure, code).toMatch(/^[A-Z].*\.$/s);
  }
});

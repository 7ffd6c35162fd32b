// Messages that mean harm: objects that reach for prototypes, and types that pretend to be others.
// SPIKEFED_FULL=1 runs the whole count of docs/threats.md.

import fc from "fast-check";
import { expect, test } from "vitest";

import { defaultSettings } from "./settings.ts";
import { SpikefedError } from "./errors.ts";
import { clientEvents, PROTOCOL_VERSION, readMessage, type ClientEvent } from "./messages.ts";

const numRuns = process.env["SPIKEFED_FULL"] === "1" ? 20_000 : 4_000;

const good: Record<ClientEvent, object> = {
  hello: {
    ...{ protocol: PROTOCOL_VERSION, role: "volunteer", room: null },
    proof: { key: "a".repeat(64), challenge: "b".repeat(64), signature: "c".repeat(128) },
  },
  challenge: {},
  state: { state: "ready", fact: "x" },
  progress: {
    ...{ round: 1, batch: 1, batches: 2, loss: 1, accuracy: 0.5 },
    imagesPerSecond: 1,
  },
  "upload-begin": {
    ...{ runId: "run-0001", round: 1, baseHash: "0".repeat(64), updateId: "update-1", bytes: 1 },
    ...{ sha256: "1".repeat(64), loss: null, accuracy: null, seconds: 1, spikeRates: [] },
  },
  "upload-chunk": { updateId: "update-1", offset: 0, data: new Uint8Array(1) },
  "upload-commit": { updateId: "update-1" },
  "training-failed": { round: 1, fact: "x" },
  leave: {},
  wave: {},
  host: { command: "configure", settings: defaultSettings },
};

const keys = fc.constantFrom(
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then"],
  ...["role", "samples", "polluted", "length", "0"],
);
const values = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withTypedArray: true, maxDepth: 2 }),
  fc.constantFrom(1e308, -0, NaN, 2 ** 53, "1", "", [], [1], null, { polluted: true }),
);

/** A good message with something put into it at a key of its own or of the prototype's. */
const spoiled = fc
  .record({
    event: fc.constantFrom(...clientEvents),
    key: keys,
    value: values,
    isReplacing: fc.boolean(),
    which: fc.nat(20),
  })
  .map(({ event, key, value, isReplacing, which }) => {
    const own = Object.keys(good[event]);
    const at = isReplacing && own.length > 0 ? own[which % own.length]! : key;
    const message = { ...good[event] };
    // As JSON.parse does: `__proto__` becomes a key like any other.
    Object.defineProperty(message, at, { value, enumerable: true, writable: true });
    return { event, message };
  });

test("each good message is read", () => {
  for (const event of clientEvents) expect(readMessage(event, good[event])).toBeDefined();
});

test("no object changes what all objects are, and what is read has only the keys that are known", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  let refused = 0;
  fc.assert(
    fc.property(spoiled, ({ event, message }) => {
      try {
        const read: object = readMessage(event, message);
        const known = new Set([...Object.keys(good[event]), "name", "device", "resume", "hostKey"]);
        for (const key of [...Object.keys(read)]) {
          if (key !== "leaving") expect(known).toContain(key);
        }
        expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      } catch (error) {
        if (!(error instanceof SpikefedError)) throw error;
        refused += 1;
      }
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
    { numRuns },
  );
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  expect(refused).toBeGreaterThan(numRuns / 2);
});

test("a message that arrives as JSON cannot bring a prototype along", () => {
  for (const event of clientEvents) {
    const text = JSON.stringify(good[event]).replace(/^\{/, '{"__proto__":{"polluted":true},');
    const message: unknown = JSON.parse(text.replace(",}", "}"));
    const read = () => readMessage(event, message) as { polluted?: unknown };
    expect(() => read()).toThrow(SpikefedError);
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test("a claim of how many pictures were used is refused: the coordinator knows what it issued", () => {
  const counts = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null));
  fc.assert(
    fc.property(
      fc.constantFrom("samples", "weight", "n_examples", "numExamples"),
      counts,
      (key, n) => {
        const claim = { ...good["upload-begin"], [key]: n };
        expect(() => readMessage("upload-begin", claim)).toThrow("is not valid");
      },
    ),
    { numRuns: 1_000 },
  );
});

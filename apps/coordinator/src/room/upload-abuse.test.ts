// Uploads against a model of them: any order of right and wrong pieces gives what the model says, on
// the disk as well. SPIKEFED_FULL=1 runs the whole count of docs/threats.md.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";

import { Uploads } from "./uploads.ts";

const isFull = process.env["SPIKEFED_FULL"] === "1";
const LIMIT = 300;
const MAX_OPEN = 2;

interface Expected {
  bytes: number;
  round: number;
  data: number[];
}

const who = { client: fc.constantFrom(1, 2), id: fc.nat(3) };
const operation = fc.oneof(
  fc.record({
    op: fc.constant("begin" as const),
    ...who,
    bytes: fc.constantFrom(1, 50, LIMIT),
    round: fc.constantFrom(1, 2),
  }),
  fc.record({
    op: fc.constant("append" as const),
    ...who,
    /** 0: where the next byte is wanted; else a gap or an overlap. */
    off: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -60, max: 60 })),
    length: fc.integer({ min: 1, max: 120 }),
  }),
  fc.record({ op: fc.constant("drop" as const), round: fc.constantFrom(1, 2) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

class Model {
  /** In the order of opening. */
  readonly open = new Map<string, Expected>();

  /** What the coordinator must answer, as it is told it. */
  apply(step: Operation): string {
    if (step.op === "drop") {
      for (const [key, { round }] of this.open) if (round <= step.round) this.open.delete(key);
      return "dropped";
    }
    const key = `${step.client}-update-${step.id}`;
    const known = this.open.get(key);
    if (step.op === "append") return this.#append(known, step);
    if (known && (known.bytes !== step.bytes || known.round !== step.round))
      return "update/conflict";
    if (known) return `${known.data.length}`;
    const mine = [...this.open.keys()].filter((each) => each.startsWith(`${step.client}-`));
    if (mine.length >= MAX_OPEN) this.open.delete(mine[0]!);
    this.open.set(key, { bytes: step.bytes, round: step.round, data: [] });
    return "0";
  }

  #append(known: Expected | undefined, step: Extract<Operation, { op: "append" }>): string {
    if (!known || step.off !== 0) return "update/offset";
    const end = known.data.length + step.length;
    if (end > known.bytes) return "update/size";
    known.data.push(...pieceOf(known.data.length, step.length));
    return `${end}`;
  }
}

/** Bytes that tell where they belong. */
const pieceOf = (offset: number, length: number) =>
  Array.from({ length }, (_, i) => (offset + i) & 255);

async function perform(uploads: Uploads, model: Model, step: Operation): Promise<string> {
  if (step.op === "drop") {
    await uploads.dropUnwanted(({ announced }) => announced.round > step.round);
    return "dropped";
  }
  const updateId = `update-${step.id}`;
  const at = model.open.get(`${step.client}-${updateId}`)?.data.length ?? 0;
  const work =
    step.op === "begin"
      ? uploads.begin(step.client, {
          ...{ runId: "run-0001", round: step.round, baseHash: "0".repeat(64), updateId },
          ...{ bytes: step.bytes, sha256: "1".repeat(64), loss: null, accuracy: null },
          ...{ seconds: 1, spikeRates: [] },
        })
      : uploads.append(step.client, {
          ...{ updateId, offset: Math.max(0, at + step.off) },
          data: Uint8Array.from(pieceOf(at, step.length)),
        });
  try {
    return `${(await work).offset}`;
  } catch (error) {
    if (error instanceof SpikefedError) return error.code;
    throw error;
  }
}

test("any order of begins, pieces, gaps, overlaps and drops gives what the model says", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spikefed-test-"));
  let mostBytes = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 25 }), async (steps) => {
      const [uploads, model] = [new Uploads(folder), new Model()];
      for (const step of steps) {
        // An offset below zero is refused by the schema; here it becomes 0, which may be the right one.
        if (step.op === "append" && isRightByChance(model, step)) continue;
        const got = await perform(uploads, model, step);
        expect(got, JSON.stringify(step)).toBe(model.apply(step));
      }
      const names = (await readdir(folder)).sort();
      expect(names).toEqual([...model.open.keys()].map((key) => `${key}.part`).sort());
      let bytes = 0;
      for (const [key, { data }] of model.open) {
        const file = await readFile(join(folder, `${key}.part`));
        expect([...file]).toEqual(data);
        bytes += file.length;
      }
      mostBytes = Math.max(mostBytes, bytes);
      await uploads.dropUnwanted(({ announced }) => announced.round > 2);
      expect(await readdir(folder)).toEqual([]);
    }),
    { numRuns: isFull ? 5_000 : 150 },
  );
  expect(mostBytes).toBeLessThanOrEqual(2 * MAX_OPEN * LIMIT);
  await rm(folder, { recursive: true });
});

function isRightByChance(model: Model, step: Extract<Operation, { op: "append" }>): boolean {
  const at = model.open.get(`${step.client}-update-${step.id}`)?.data.length ?? 0;
  return step.off !== 0 && Math.max(0, at + step.off) === at;
}

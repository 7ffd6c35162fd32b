// Updates that come again, from elsewhere, or in another's name. They are asked for behind the gate,
// whose limits would make each try wait. SPIKEFED_FULL=1 runs the whole counts of docs/threats.md.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError, type LogEvent } from "@spikefed/protocol";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";

import type { Announcement } from "./room/uploads.ts";
import { startedRun, type StartedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

const isFull = process.env["SPIKEFED_FULL"] === "1";

let bench: TestBench;
afterEach(() => bench.close());

async function started(rounds: number): Promise<StartedRun> {
  const run = await startedRun({ rounds });
  bench = run.bench;
  return run;
}

const contributions = () => bench.coordinator.room.run.contributions;
const member = (client: number) => bench.coordinator.room.run.members.get(client)!;
const accepted = (log: readonly LogEvent[]) => log.filter(({ type }) => type === "update-accepted");

/** "counted", or the code of the refusal. */
async function send(client: number, announced: Announcement, bytes: Uint8Array): Promise<string> {
  try {
    const begun = await contributions().begin(member(client), announced);
    const { updateId } = announced;
    if (begun.done) return "counted before";
    const data = bytes.subarray(begun.offset);
    await contributions().append(member(client), { updateId, offset: begun.offset, data });
    await contributions().commit(member(client), updateId);
    return "counted";
  } catch (error) {
    if (error instanceof SpikefedError) return error.code;
    throw error;
  }
}

test("no update counts again in a later round, whatever is changed in its announcement", async () => {
  const { a, b, host } = await started(3);
  const sent: { message: Announcement; bytes: Uint8Array }[] = [];
  for (const round of [1, 2]) {
    for (const client of [a, b]) {
      const announced = client.announce(await client.task(round), { value: 0.01 * round });
      await send(client.answer!.you!.client, announced.message, announced.bytes);
      sent.push(announced);
    }
  }
  await host.seen("round-opened", 3);
  const hashes = sent.map(({ message }) => message.baseHash);
  const replay = fc.record({
    which: fc.nat(sent.length - 1),
    client: fc.constantFrom(1, 2),
    round: fc.constantFrom(1, 2, 3, 4, 2 ** 40),
    baseHash: fc.constantFrom(...hashes, "0".repeat(64)),
    isNewId: fc.boolean(),
  });
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(replay, async ({ which, client, round, baseHash, isNewId }) => {
      const { message, bytes } = sent[which]!;
      const updateId = isNewId ? `replayed-${outcomes.size}-${which}` : message.updateId;
      const outcome = await send(client, { ...message, round, baseHash, updateId }, bytes);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect(outcome).not.toBe("counted");
    }),
    { numRuns: isFull ? 5_000 : 500 },
  );
  expect(accepted(host.log)).toHaveLength(4);
  const all = ["counted before", "update/late", "update/stale"];
  expect([...outcomes.keys()].sort()).toEqual(all);
  expect(host.log.filter(({ type }) => type === "update-refused").length).toBeLessThan(20);
});

test("an update whose answers are lost may be sent again and again, and counts once", async () => {
  const { a, host } = await started(1);
  const { message, bytes } = a.announce(await a.task(1));
  const { updateId } = message;
  const half = Math.floor(bytes.length / 2);
  const steps = [
    () => contributions().begin(member(1), message),
    () => contributions().append(member(1), { updateId, offset: 0, data: bytes.subarray(0, half) }),
    () => contributions().append(member(1), { updateId, offset: half, data: bytes.subarray(half) }),
    () => contributions().commit(member(1), updateId),
  ];
  const codes = new Set<string>();
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(3), fc.nat(3), async (first, second) => {
      // Two at once: the first one's answer was lost, the second is its repetition.
      const both = await Promise.allSettled([steps[first]!(), steps[second]!()]);
      for (const one of both) {
        if (one.status === "rejected") codes.add((one.reason as SpikefedError).code);
        else if ("counted" in one.value) counted += 1;
      }
    }),
    { numRuns: isFull ? 2_000 : 300, seed: 1 },
  );
  await host.seen("update-accepted", 1);
  expect(accepted(host.log)).toMatchObject([{ client: 1, updateId, samples: 64 }]);
  expect(counted).toBeGreaterThan(10); // each got the same answer
  expect([...codes]).toEqual(["update/offset"]);
});

test("no token but its own opens a place", async () => {
  const { a } = await started(1);
  const { clientId, token } = a.resume;
  const { members } = bench.coordinator.room.run;
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const flipped = fc
    .tuple(fc.nat(token.length - 1), fc.constantFrom(...signs))
    .map(([at, sign]) => {
      return token.slice(0, at) + sign + token.slice(at + 1);
    });
  const other = fc.string({ minLength: 0, maxLength: 64 });
  const cut = fc.nat(token.length - 1).map((length) => token.slice(0, length));
  fc.assert(
    fc.property(fc.oneof(flipped, other, cut), (guess) => {
      fc.pre(guess !== token);
      expect(() => members.find({ resume: { clientId, token: guess }, key: null })).toThrow(
        "room/session",
      );
    }),
    { numRuns: isFull ? 5_000 : 1_000 },
  );
  expect(members.find({ resume: { clientId, token }, key: null })?.client).toBe(1);
});

/** An update that no model looks like: every value of its own. */
function noisy(good: Uint8Array, seed: number, worst = 0): Uint8Array {
  const bytes = good.slice();
  const view = new DataView(bytes.buffer);
  const start = 8 + Number(view.getBigUint64(0, true));
  for (let at = start; at < bytes.length; at += 4) {
    view.setFloat32(at, ((at * 7919 + seed * 104729) % 10007) / 1e6, true);
  }
  if (worst !== 0) view.setFloat32(start, worst, true);
  return bytes;
}

test("after a run no byte of an update is left: not of counted, refused or unfinished ones", async () => {
  const { a, b, host } = await started(4);
  const marks: Buffer[] = [];
  for (let round = 1; round <= 4; round++) {
    const [task, other] = [await a.task(round), await b.task(round)];
    const base = a.announce(task).bytes;
    const unfinished = a.announce(task, { bytes: noisy(base, 3 * round) });
    await contributions().begin(member(1), unfinished.message);
    const piece = { updateId: unfinished.message.updateId, offset: 0 };
    await contributions().append(member(1), { ...piece, data: unfinished.bytes.slice(0, 9_000) });
    const bad = b.announce(other, { bytes: noisy(base, 3 * round + 1, 20_000) });
    expect(await send(2, bad.message, bad.bytes)).toBe("update/range");
    const good = a.announce(task, { bytes: noisy(base, 3 * round + 2) });
    expect(await send(1, good.message, good.bytes)).toBe("counted");
    for (const { bytes } of [unfinished, bad, good]) {
      marks.push(Buffer.from(bytes.slice(7_000, 7_064)));
    }
  }
  await host.seen("run-ended");
  const left = async () => {
    const names = await readdir(bench.dataDir, { recursive: true });
    const files = await Promise.all(
      names.map((name) => readFile(join(bench.dataDir, name)).catch(() => null)), // a folder, or gone
    );
    return marks.filter((mark) => files.some((file) => file?.includes(mark)));
  };
  await expect.poll(left).toEqual([]);
  expect(await readdir(bench.coordinator.room.run.parts.folder.updates)).toEqual([]);
});

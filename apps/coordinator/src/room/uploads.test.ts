import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";

import { Uploads, type Announcement } from "./uploads.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

const announce = (updateId: string, bytes = 100, round = 1): Announcement => ({
  ...{ runId: "run-0001", round, baseHash: "0".repeat(64), updateId, bytes },
  ...{ sha256: "1".repeat(64), loss: null, accuracy: null, seconds: 1, spikeRates: [] },
});

const code = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: unknown) => (error instanceof SpikefedError ? error.code : String(error)),
  );

test("any mixture of right and wrong pieces gives the right file", async () => {
  const uploads = new Uploads(folder);
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i & 255);
  const updateId = "update-1";
  await uploads.begin(1, announce(updateId, bytes.length));
  let state = 12345;
  const pick = (below: number) => (state = (state * 48271) % 2147483647) % below;
  let offset = 0;
  while (offset < bytes.length) {
    const from = pick(2) ? offset : pick(bytes.length + 50);
    const data = bytes.slice(from, from + 1 + pick(90));
    if (data.length === 0) continue;
    const got = await code(uploads.append(1, { updateId, offset: from, data }));
    expect(got).toBe(from === offset ? "ok" : "update/offset");
    if (from === offset) offset += data.length;
  }
  const past = uploads.append(1, { updateId, offset, data: new Uint8Array(1) });
  expect(await code(past)).toBe("update/size");
  expect(new Uint8Array(await readFile(uploads.find(1, updateId).part))).toEqual(bytes);
});

test("pieces that are sent without waiting are all written", async () => {
  const uploads = new Uploads(folder);
  await uploads.begin(1, announce("update-1", 300));
  const pieces = [0, 100, 200].map((offset) =>
    uploads.append(1, { updateId: "update-1", offset, data: new Uint8Array(100).fill(offset) }),
  );
  expect((await Promise.all(pieces)).at(-1)).toEqual({ offset: 300, done: false });
  const written = await readFile(uploads.find(1, "update-1").part);
  expect([written[0], written[100], written[200]]).toEqual([0, 100, 200]);
});

test("what an earlier process received is not asked for again", async () => {
  const first = new Uploads(folder);
  await first.begin(1, announce("update-1"));
  await first.append(1, { updateId: "update-1", offset: 0, data: new Uint8Array(40) });
  const second = new Uploads(folder);
  expect(await second.begin(1, announce("update-1"))).toEqual({ offset: 40, done: false });
  expect(await second.begin(2, announce("update-1"))).toEqual({ offset: 0, done: false });
});

test("a client has two open uploads at most, and a closed round's are removed", async () => {
  const uploads = new Uploads(folder);
  for (let i = 0; i < 10; i++) await uploads.begin(1, announce(`update-${i}`));
  await uploads.begin(2, announce("update-x", 100, 2));
  expect((await readdir(folder)).length).toBe(3);
  await uploads.dropUnwanted(({ announced }) => announced.round > 1);
  expect(await readdir(folder)).toEqual(["2-update-x.part"]);
  expect(await code(Promise.resolve().then(() => uploads.find(1, "update-9")))).toBe(
    "update/offset",
  );
});

test("the same id with other bytes is a conflict", async () => {
  const uploads = new Uploads(folder);
  await uploads.begin(1, announce("update-1"));
  expect(await code(uploads.begin(1, announce("update-1", 99)))).toBe("update/conflict");
});

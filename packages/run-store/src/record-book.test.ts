import { mkdtemp, open as openFile, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { defaultSettings, type LogBody, type SignedRecord } from "@spikefed/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { sha256Of } from "./aggregation.ts";
import { checkRecords } from "./audit/check-records.ts";
import { openRecordBook, type RecordBook } from "./record-book.ts";
import { openRecordKey, verifySignature } from "./record-key.ts";
import { openRunLog, type RunLog } from "./run-log.ts";

let root: string;
let log: RunLog;
const open: RecordBook[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spikefed-records-"));
  const nothing = () => undefined;
  const options = { file: join(root, "log.jsonl"), now: () => 7, onDurable: nothing };
  log = (await openRunLog({ ...options, onFailure: nothing })).log;
  await log.append(opened);
});
afterEach(async () => {
  for (const book of open.splice(0)) await book.close();
  await log.close();
  await rm(root, { recursive: true, force: true });
});

const hash = (digit: string) => digit.repeat(64);
const opened: LogBody = {
  ...{ type: "run-opened", runId: "run-records", settings: defaultSettings },
  dataset: { name: "", source: "", procedural: true, sha256: hash("d"), classes: [] },
  model: { hash: hash("0"), version: 0, bytes: 1, parameters: 1 },
};
const close = (round: number): LogBody => ({
  ...{ type: "round-closed", round, why: "all-reported", reported: [], missing: [] },
});
const averaged = (round: number): Extract<LogBody, { type: "aggregated" }> => ({
  ...{ type: "aggregated", round, clients: [], samples: 0 },
  ...{ modelHash: hash(String(round)), version: round },
});

async function book(): Promise<RecordBook> {
  const { book, warning } = await openBook();
  expect(warning).toBeNull();
  return book;
}

async function openBook() {
  const key = await openRecordKey(root);
  const files = {
    file: join(root, "records.jsonl"),
    log: { file: join(root, "log.jsonl"), events: log.events },
  };
  const opened = await openRecordBook({
    ...files,
    key,
    software: { spikefed: "1", protocol: 1 },
    now: () => 9,
  });
  open.push(opened.book);
  return opened;
}

/** A round up to its record; `told` writes the line that names it. */
async function round(book: RecordBook, number: number, told = true): Promise<string> {
  await log.append(close(number));
  const aggregated = averaged(number);
  const record = await book.addRound({ aggregated, serverState: null, updatesKept: false });
  if (told) await log.append({ ...aggregated, record });
  return record;
}

const saved = () => readFile(join(root, "records.jsonl"), "utf8");

describe("records", () => {
  test("form a chain that is signed, and are found by round and by hash", async () => {
    const records = await book();
    const hashes = [await round(records, 1), await round(records, 2)];
    const judged = { round: 2, modelHash: hash("2"), correct: 1, samples: 2, loss: 0.5 };
    hashes.push(await records.addEvaluation({ type: "evaluated", ...judged, seconds: 1 }));
    const lines = await checkRecords(Buffer.from(await saved()));
    expect(lines.map(({ problem }) => problem)).toEqual([null, null, null]);
    expect(lines.map(({ signed }) => signed?.hash)).toEqual(hashes);
    for (const which of [2, hashes[1]!]) {
      expect(JSON.parse((await records.find(which)) ?? "")).toEqual(lines[1]!.signed);
    }
    expect(JSON.parse((await records.find(hashes[2]!)) ?? "")).toMatchObject({
      record: { type: "evaluation", previous: hashes[1], correct: 1, loss: 0.5 },
    });
    expect([await records.find(3), await records.find(hash("e"))]).toEqual([null, null]);
    expect((await records.all()).toString()).toBe(await saved());
  });

  test("seal the lines of the log that they tell of", async () => {
    await round(await book(), 1);
    const { log: seal } = (JSON.parse(await saved()) as SignedRecord).record;
    const lines = (await readFile(join(root, "log.jsonl"), "utf8")).split("\n").slice(0, 2);
    expect(seal).toEqual({ lines: 2, sha256: sha256Of(Buffer.from(`${lines.join("\n")}\n`)) });
  });

  test("that no line of the log names are made again, the same", async () => {
    const before = await book();
    await round(before, 1);
    const lost = await round(before, 2, false);
    const text = await saved();
    await log.append({ type: "restarted", round: 2 });
    const after = await book();
    expect(await saved()).toBe(`${text.split("\n")[0]}\n`);
    const aggregated = averaged(2);
    const facts = { aggregated, serverState: null, updatesKept: false };
    expect(await after.addRound(facts)).toBe(lost);
    expect(await saved()).toBe(text);
  });

  test("go on behind a line that was half written", async () => {
    const hash = await round(await book(), 1);
    const text = await saved();
    await writeFile(join(root, "records.jsonl"), `${text}{"hash":"12`);
    await round(await book(), 2);
    const lines = await checkRecords(Buffer.from(await saved()));
    expect(lines.map(({ problem }) => problem)).toEqual([null, null]);
    expect(lines[1]!.signed?.record.previous).toBe(hash);
  });

  test("leave nothing behind them of a longer one that found no space", async () => {
    const records = await book();
    const hash = await round(records, 1);
    const text = await saved();
    await writeFile(join(root, "records.jsonl"), text + "{".repeat(5000)); // as such a try leaves it
    await round(records, 2);
    const lines = await checkRecords(Buffer.from(await saved()));
    expect(lines.map(({ problem }) => problem)).toEqual([null, null]);
    expect(lines[1]!.signed?.record.previous).toBe(hash);
  });

  test("that found no space, or were taken in parts, are added once when tried again", async () => {
    const records = await book();
    await log.append(close(1));
    const facts = { aggregated: averaged(1), serverState: null, updatesKept: false };
    const write = await spiedWrite();
    write.spy.mockRejectedValueOnce(Object.assign(new Error("no space"), { code: "ENOSPC" }));
    await expect(records.addRound(facts)).rejects.toMatchObject({ code: "store/full" });
    write.takeHalf();
    const record = await records.addRound(facts);
    write.spy.mockRestore();
    await log.append({ ...facts.aggregated, record });
    await round(records, 2);
    const lines = await checkRecords(Buffer.from(await saved()));
    expect(lines.map(({ problem }) => problem)).toEqual([null, null]);
    expect(lines.map(({ signed }) => signed?.record.index)).toEqual([0, 1]);
    expect(lines[1]!.signed?.record.previous).toBe(record);
  });

  test("that are gone are named, and the chain goes on as it was told", async () => {
    const hash = await round(await book(), 1);
    await writeFile(join(root, "records.jsonl"), "");
    const { book: records, warning } = await openBook();
    expect(warning).toContain("lacks records that were told");
    await round(records, 2);
    expect(JSON.parse(await saved())).toMatchObject({ record: { index: 1, previous: hash } });
  });

  test("are kept aside when the log lost the lines that name them", async () => {
    const before = await book();
    await round(before, 1, false);
    const text = await saved();
    await writeFile(join(root, "records.jsonl"), text + text);
    const { warning } = await openBook();
    expect(warning).toContain("records.jsonl.damaged-9");
    expect(await readFile(join(root, "records.jsonl.damaged-9"), "utf8")).toBe(text + text);
  });
});

type Write = (bytes: Buffer, from: number, length: number, to: number) => Promise<unknown>;

/** What all open files write with. */
async function spiedWrite() {
  const some = await openFile(join(root, "some"), "w");
  await some.close();
  const all = Object.getPrototypeOf(some) as { write: Write };
  const { write } = all;
  const spy = vi.spyOn(all, "write");
  const takeHalf = () =>
    spy.mockImplementationOnce(function (this: unknown, bytes, from, length, to) {
      return write.call(this, bytes, from, Math.floor(length / 2), to);
    });
  return { spy, takeHalf };
}

describe("the key", () => {
  test("is made once, readable by its owner only, and signs the same text the same way", async () => {
    const [a, b] = [await openRecordKey(root), await openRecordKey(root)];
    expect(b.publicKey).toBe(a.publicKey);
    expect(a.publicKey).toMatch(/^[0-9a-f]{64}$/);
    expect(b.sign("text")).toBe(a.sign("text"));
    expect((await stat(join(root, "record-key.pem"))).mode & 0o777).toBe(0o600);
    expect(verifySignature(a.publicKey, "text", a.sign("text"))).toBe(true);
    expect(verifySignature(a.publicKey, "texts", a.sign("text"))).toBe(false);
    expect(verifySignature(hash("f"), "text", a.sign("text"))).toBe(false);
  });

  test("that is damaged is refused, and nothing of it is told", async () => {
    await openRecordKey(root);
    const file = join(root, "record-key.pem");
    const pem = await readFile(file, "utf8");
    await writeFile(file, pem.replace("MC4C", "MC4D"));
    const error = await openRecordKey(root).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: "audit/key", facts: { file } });
    expect((error as Error).message).not.toContain(pem.split("\n")[1]!.slice(8, 20));
  });

  test("that is another one is told", async () => {
    await round(await book(), 1);
    await rm(join(root, "record-key.pem"));
    expect((await openBook()).warning).toContain("was signed by another key before");
  });
});

/** RFC 8032, section 7.1, test 2: an oracle that is not this code. */
test("signatures are those of the standard", () => {
  const key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  const signature =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
  expect(verifySignature(key, "r", signature)).toBe(true);
  expect(verifySignature(key, "s", signature)).toBe(false);
});

// What a volunteer makes of the record that counted its update.

import { generateKeyPairSync, sign } from "node:crypto";

import { canonicalJson, type LogEvent, type RoundRecord } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { files, sha256 } from "./testing/fake-room.ts";
import { settle, startVolunteer } from "./testing/start.ts";
import { signatureCheck } from "./signatures.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const x = publicKey.export({ format: "jwk" }).x!;
const key = Buffer.from(x, "base64url").toString("hex");
const subtle = globalThis.crypto.subtle;

type Sent = Extract<LogEvent, { type: "update-accepted" }>;

function recordOf({ client, updateId, sha256, bytes, samples, round }: Sent): RoundRecord {
  const model = { hash: "0".repeat(64), version: 0 };
  return {
    ...{ format: 1, type: "round", index: 0, previous: null, runId: "run-00000001", round, key },
    ...{ software: { spikefed: "0", protocol: 1 }, log: { lines: 1, sha256: "0".repeat(64) } },
    ...{ base: model, model, settings: { strategy: { kind: "fedavg" } }, unit: 1, attempts: [] },
    updates: [{ client, updateId, sha256, bytes, samples, weight: samples }],
    ...{ rejected: [], chosen: null, clipped: [], serverState: null, before: null },
    updatesKept: false,
  };
}

const hashOf = (text: string) => sha256(Buffer.from(text));

function signed(record: RoundRecord): { hash: string; text: string } {
  const text = canonicalJson(record);
  const signature = sign(null, Buffer.from(text), privateKey).toString("hex");
  return {
    hash: hashOf(text),
    text: `${canonicalJson({ hash: hashOf(text), record, signature })}\n`,
  };
}

/** A volunteer whose update of round 1 is averaged; `change` is done to its record. */
async function counted(
  change: (record: RoundRecord) => RoundRecord = (record) => record,
  serve: (text: string) => string | null = (text) => text,
  verifySignature = signatureCheck(subtle),
) {
  const run = startVolunteer({ verifySignature });
  const { coordinator } = run;
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  const [{ begin } = { begin: null }] = coordinator.uploads.values();
  const { updateId, sha256: hash, bytes } = begin!;
  const accepted = { round: 1, client: 1, updateId, sha256: hash, bytes, samples: 4 };
  const figures = { loss: 1, accuracy: 0, seconds: 1, spikeRates: [] };
  coordinator.note({ type: "update-accepted", ...accepted, ...figures });
  const record = signed(change(recordOf({ type: "update-accepted", ...accepted } as Sent)));
  const text = serve(record.text);
  if (text !== null) files.set(`/api/records/${record.hash}`, Buffer.from(text));
  coordinator.note({
    ...{ type: "aggregated", round: 1, clients: [1], samples: 4 },
    ...{ modelHash: "1".repeat(64), version: 1, record: record.hash },
  });
  await settle();
  await expect
    .poll(() => run.now().receipt?.hash ?? run.now().receipt?.problem ?? null)
    .not.toBeNull();
  return { ...run, hash: record.hash, receipt: run.now().receipt! };
}

test("a record that counted this device holds in every point", async () => {
  const { receipt, hash } = await counted();
  expect(receipt).toEqual({
    ...{ round: 1, record: hash, key, problem: null },
    ...{ hash: true, contains: true, follows: true, signature: true, sameKey: true },
  });
});

test("without WebCrypto the signature is not checked, all else is", async () => {
  const { receipt } = await counted(undefined, undefined, signatureCheck(undefined));
  expect(receipt).toMatchObject({ hash: true, contains: true, follows: true, signature: null });
});

test("a record that leaves the update out, or has another one of it, says so", async () => {
  const other = await counted((record) => ({
    ...record,
    updates: record.updates.map((update) => ({ ...update, sha256: "f".repeat(64) })),
  }));
  expect(other.receipt).toMatchObject({ hash: true, contains: false, signature: true });
  const none = await counted((record) => ({ ...record, updates: [] }));
  expect(none.receipt.contains).toBe(false);
});

test("a record that follows another one than the log named, says so", async () => {
  const { receipt } = await counted((record) => ({
    ...record,
    index: 1,
    previous: "9".repeat(64),
  }));
  expect(receipt).toMatchObject({ follows: false, contains: true });
});

test("other bytes than the log named, and another signature, are seen", async () => {
  const bytes = await counted(undefined, (text) => text.replace('"index":0', '"index":1'));
  expect(bytes.receipt).toMatchObject({ hash: false, signature: false });
});

test("a record that cannot be had or read is told, and nothing of it is taken for right", async () => {
  const gone = await counted(
    (record) => ({ ...record, runId: "gone" }),
    () => null,
  );
  expect(gone.receipt).toMatchObject({
    problem: "it could not be fetched: status 404",
    hash: null,
  });
  const broken = await counted(undefined, () => "<html>");
  expect(broken.receipt.problem).toBe("this is no signed record: it is not JSON");
});

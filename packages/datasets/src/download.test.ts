import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DataProgress } from "./dataset.ts";
import { download } from "./download.ts";
import {
  failureOf,
  integrityOf,
  withFolder,
  withServer,
  type Answer,
} from "./testing/made-up-data.ts";

const body = Buffer.alloc(3_000_000, "spikes");

async function get(answer: Answer, more: { stallMs?: number; mostBytes?: number } = {}) {
  return withFolder((folder) =>
    withServer(answer, async (url) => {
      const told: DataProgress[] = [];
      const to = join(folder, "file");
      const onProgress = (progress: DataProgress) => told.push(progress);
      const integrity = await download({ url, to, name: "the set", onProgress, ...more });
      return { integrity, told, bytes: await readFile(to) };
    }),
  );
}

test("A download gives the file, its integrity and its progress in bytes.", async () => {
  const { integrity, told, bytes } = await get({ body });
  expect(bytes.equals(body)).toBe(true);
  expect(integrity).toBe(integrityOf(body));
  expect(told.at(-1)).toEqual({ step: "fetch", done: 3_000_000, total: 3_000_000 });
  expect(told.length).toBeGreaterThanOrEqual(2);
});

test("An HTTP error, a cut connection and silence are unreachable, each with its reason.", async () => {
  const missing = await failureOf(get({ status: 404, body }));
  expect(missing.fact).toBe("the set could not be fetched: the server answered HTTP 404");
  const cut = await failureOf(get({ body, cutAt: 1_000_000 }));
  expect(cut.code).toBe("data/unreachable");
  const silent = await failureOf(get({ body, cutAt: 1000, silent: true }, { stallMs: 100 }));
  expect(silent.fact).toBe("the set could not be fetched: no byte came for 0.1 s");
});

test("A server that nobody runs is unreachable.", () =>
  withFolder(async (folder) => {
    const job = { url: "http://127.0.0.1:9/", to: join(folder, "file"), name: "the set" };
    expect((await failureOf(download(job))).code).toBe("data/unreachable");
  }));

test("More bytes than allowed are refused.", async () => {
  const error = await failureOf(get({ body }, { mostBytes: 1_000_000 }));
  expect(error.fact).toContain("the server sends more than 1000000 bytes");
});

test("A folder that is not there is an error of the cache, not of the network.", () =>
  withServer({ body }, async (url) => {
    const to = join("not", "there", "file");
    expect((await failureOf(download({ url, to, name: "the set" }))).code).toBe("data/cache-write");
  }));

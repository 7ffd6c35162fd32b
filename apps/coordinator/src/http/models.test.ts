import { readFile, rm, writeFile } from "node:fs/promises";

import { blobPath, sha256Of } from "@spikefed/run-store";
import { afterEach, expect, test } from "vitest";

import { testBench, type TestBench } from "../testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

async function get(which: string) {
  const { port } = bench.coordinator;
  const answer = await fetch(`http://127.0.0.1:${port}/api/run/models/${which}`);
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
}

function lastModel(): { file: string; hash: string } {
  const { parts, models } = bench.coordinator.room.run;
  return { file: blobPath(parts.folder.models, models.last.hash), hash: models.last.hash };
}

test("a model with a changed byte is not given to anybody, the whole one is", async () => {
  bench = await testBench();
  const { file, hash } = lastModel();
  const whole = await readFile(file);
  const changed = Buffer.from(whole);
  changed.writeUInt8(changed.readUInt8(200) ^ 1, 200);
  await writeFile(file, changed);
  expect((await get("last")).status).toBe(500);
  expect(bench.said.filter((line) => line.includes("its checksum is wrong"))).toHaveLength(1);
  await writeFile(file, whole);
  const { status, body } = await get("last");
  expect([status, sha256Of(body)]).toEqual([200, hash]);
});

test("a model that is not there is answered with a sentence", async () => {
  bench = await testBench();
  await rm(lastModel().file);
  const answers = [await get("last"), await get("best"), await get("first")];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(
    answers.map(({ body }) => (JSON.parse(body.toString()) as { error: string }).error),
  ).toEqual([
    "this model is not kept any more",
    "no model was judged yet",
    "there are two: last and best",
  ]);
});

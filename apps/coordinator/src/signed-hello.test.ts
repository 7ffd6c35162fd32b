// Whose place it is, from outside: by token and key, over restarts and runs.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { PROTOCOL_VERSION } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";

import { readIdentities } from "./store/identities.ts";
import { testBench, testSettings, type TestBench } from "./testing/test-coordinator.ts";
import { testKey } from "./testing/test-key.ts";

let bench: TestBench;
afterEach(() => bench.close());

const volunteer = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null };

/** A volunteer that has shown its key. */
async function joined() {
  bench = await testBench();
  const own = testKey();
  const client = bench.client();
  await client.hello(await own.proves(client));
  return { own, client };
}

/** "ok", or the code of the refusal of a stranger who says so. */
const asks = (who: object) => bench.client().refusal("hello", { ...volunteer, ...who });

test("a stolen token opens nothing: not alone, not with another key, not with a proof of before", async () => {
  const { own, client } = await joined();
  const before = client.answer?.you;
  const { resume } = client;
  const recorded = bench.client();
  const proof = await own.proves(recorded, resume);
  expect(await asks({ resume })).toBe("room/proof");
  const thief = bench.client();
  const other = await testKey().proves(thief, resume);
  expect(await thief.refusal("hello", { ...volunteer, ...other })).toBe("room/proof");
  expect(await asks(proof)).toBe("room/proof");
  expect(client.socket.connected).toBe(true); // nobody has taken its place
  expect((await recorded.hello(proof)).you).toEqual(before);
});

test("the key alone opens nothing either", async () => {
  const { own, client } = await joined();
  const again = bench.client();
  const wrong = { ...client.resume, token: "x".repeat(32) };
  const claim = await own.proves(again, wrong);
  expect(await again.refusal("hello", { ...volunteer, ...claim })).toBe("room/session");
});

test("a place belongs to its key also after a restart and in the next run", async () => {
  const { own, client } = await joined();
  const { resume } = client;
  const before = client.answer?.you;
  await bench.coordinator.close();
  await bench.start();
  expect(await asks({ resume })).toBe("room/proof");
  const again = bench.client();
  expect((await again.hello(await own.proves(again, resume))).you).toEqual(before);

  const host = await bench.host();
  await host.host("configure", { settings: testSettings });
  const stranger = await bench.client().hello({ resume });
  expect(stranger.you?.clientId).not.toBe(resume.clientId);
  const next = bench.client();
  const { you } = await next.hello(await own.proves(next, resume));
  expect(you).toMatchObject({ clientId: resume.clientId, name: before?.name });
});

test("a place from before there were keys is its token's until a key has shown it once", async () => {
  bench = await testBench();
  const old = bench.client();
  const { you } = await old.hello();
  const { resume } = old;
  const own = testKey();
  const again = bench.client();
  expect((await again.hello({ resume })).you).toEqual(you);
  const upgraded = bench.client();
  expect((await upgraded.hello(await own.proves(upgraded, resume))).you).toEqual(you);
  expect(await asks({ resume })).toBe("room/proof");
  const { list } = await readIdentities(bench.coordinator.room.run.parts.folder.identities, 0);
  expect(list).toMatchObject([{ clientId: resume.clientId, key: own.key }]);
});

test("of two keys that show an old place's token at once one has it, the other is refused", async () => {
  bench = await testBench();
  const old = bench.client();
  await old.hello();
  const { resume } = old;
  const both = [bench.client(), bench.client()];
  const claims = await Promise.all(both.map((client) => testKey().proves(client, resume)));
  const answers = await Promise.all(
    both.map((client, i) => client.refusal("hello", { ...volunteer, ...claims[i] })),
  );
  expect(answers.sort()).toEqual(["ok", "room/proof"]);
});

test("refusals are counted by their reason", async () => {
  const { client } = await joined();
  for (let i = 0; i < 3; i++) await asks({ resume: client.resume });
  const key = (await readFile(join(bench.dataDir, "metrics-key.txt"), "utf8")).trim();
  const address = `http://127.0.0.1:${bench.coordinator.port}/metrics`;
  const text = await (await fetch(address, { headers: { authorization: `Bearer ${key}` } })).text();
  expect(text).toContain('spikefed_refusals_total{code="room/proof"} 3');
});

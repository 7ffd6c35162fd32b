// A room whose host lets newcomers in, over real connections.

import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { PROTOCOL_VERSION, type DoorFacts } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";

import type { TestClient } from "./testing/test-client.ts";
import { testBench, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

const hello = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null };
const answerAt = (client: TestClient): Promise<{ admitted: boolean }> =>
  new Promise((resolve) => client.socket.once("door", resolve));
const doorOf = (host: TestClient): Promise<DoorFacts> =>
  new Promise((resolve) => host.socket.once("waiting", resolve));

test("a newcomer waits, the host sees it and lets it in, and it comes back without asking", async () => {
  bench = await testBench({ inviteOnly: true });
  const host = await bench.host();
  expect(host.answer?.door).toEqual({ inviteOnly: true, waiting: [] });
  const told = doorOf(host);
  const a = bench.client();
  expect(await a.refusal("hello", { ...hello, name: "Ada" })).toBe("room/waiting");
  expect(await a.refusal("state", { state: "ready" })).toBe("wire/no-hello");
  expect((await told).waiting).toMatchObject([{ waiting: 1, name: "Ada" }]);
  const answer = answerAt(a);
  await host.host("admit", { waiting: 1 });
  expect(await answer).toEqual({ admitted: true });
  expect((await a.hello({ name: "Ada" })).you).toMatchObject({ client: 1, name: "Ada" });
  a.close();
  await bench.coordinator.close();
  await bench.start({ inviteOnly: null }); // as the room was left
  const again = bench.client();
  expect((await again.hello({ resume: a.resume })).you?.client).toBe(1);
  expect(await bench.client().refusal("hello", hello)).toBe("room/waiting");
});

test("who has a place in a run has one in the next without asking", async () => {
  bench = await testBench({ inviteOnly: false });
  const [a, host] = [bench.client(), await bench.host()];
  await a.hello();
  await host.host("door", { inviteOnly: true });
  await host.host("configure", { settings: bench.coordinator.room.run.parts.settings });
  expect((await a.hello({ resume: a.resume })).you?.client).toBe(1);
});

test("who is turned away is cut off, and watching asks nobody", async () => {
  bench = await testBench({ inviteOnly: true });
  const [a, host, watcher] = [bench.client(), await bench.host(), bench.client()];
  await a.refusal("hello", hello);
  const answer = answerAt(a);
  await host.host("turn-away", { waiting: 1 });
  expect(await answer).toEqual({ admitted: false });
  await a.until(() => !a.socket.connected);
  expect(await host.refusal("host", { command: "admit", waiting: 1 })).toBe("room/nobody-waits");
  expect((await watcher.hello({ role: "watch" })).door).toBeNull();
});

test("a damaged file of the door is set aside, and newcomers wait", async () => {
  bench = await testBench();
  await bench.coordinator.close();
  await writeFile(join(bench.dataDir, "door.json"), "{");
  await bench.start();
  expect(bench.coordinator.room.summary().inviteOnly).toBe(true);
  expect(bench.said.join(" ")).toContain("who was removed is not known any more");
  const files = await readdir(bench.dataDir);
  expect(files.some((name) => name.startsWith("door.json.damaged-"))).toBe(true);
});

test("two volunteers who are removed at once stay out after a restart", async () => {
  bench = await testBench();
  const [a, b, host] = [bench.client(), bench.client(), await bench.host()];
  await a.hello();
  await b.hello();
  await Promise.all([1, 2].map((client) => host.host("remove", { client })));
  await bench.coordinator.close();
  await bench.start();
  for (const { resume } of [a, b]) {
    expect(await bench.client().refusal("hello", { ...hello, resume })).toBe("room/removed");
  }
});

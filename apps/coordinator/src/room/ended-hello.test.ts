import { PROTOCOL_VERSION, readMessage } from "@spikefed/protocol";
import { afterEach, expect, test, vi } from "vitest";

import { IdentityFile } from "../store/identities.ts";
import { testBench, testSettings, type TestBench } from "../testing/test-coordinator.ts";
import { Doorkeeper } from "./doorkeeper.ts";
import type { Link } from "./link.ts";

let bench: TestBench;
afterEach(() => {
  vi.restoreAllMocks();
  return bench.close();
});

const linkThat = (closed: boolean): Link => ({
  ...{ id: "", address: "127.0.0.1", room: null, role: null, client: null, closed },
  ...{ send: () => undefined, listen: () => undefined, close: () => undefined },
});

/** How a volunteer of the run before says hello to this one. */
async function former() {
  bench = await testBench();
  const client = bench.client();
  await client.hello();
  const host = await bench.host();
  await host.host("configure", { settings: testSettings });
  const { run, door } = bench.coordinator.room;
  const { resume } = client;
  const words = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null, resume };
  const guards = { door, keeper: new Doorkeeper(() => 0), key: null };
  const hello = (closed: boolean) =>
    run.hello(linkThat(closed), readMessage("hello", words), guards);
  return { run, hello };
}

test("a newcomer whose connection ends before its answer has no place", async () => {
  const { run, hello } = await former();
  await expect(hello(true)).rejects.toMatchObject({ code: "wire/no-hello" });
  expect(run.members.here()).toEqual([]);
});

test("a second hello whose connection has ended takes no place from the first", async () => {
  const { run, hello } = await former();
  const first = hello(false); // its place is being written
  await expect(hello(true)).rejects.toMatchObject({ code: "wire/no-hello" });
  const { client } = await first;
  expect(run.members.get(client)?.link).not.toBeNull();
  expect(run.members.here()).toHaveLength(1);
});

test("a place that could not be written stays with the second hello that took it meanwhile", async () => {
  const { run, hello } = await former();
  const full = new Error("no space");
  vi.spyOn(IdentityFile.prototype, "save").mockImplementationOnce(() => Promise.reject(full));
  const first = hello(false);
  const { client } = await hello(false);
  await expect(first).rejects.toBe(full);
  expect(run.members.get(client)?.link).toBeTruthy();
});

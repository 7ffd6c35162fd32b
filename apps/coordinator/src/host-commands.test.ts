// What the host may do to a run and its volunteers, over real connections.

import { PROTOCOL_VERSION, SpikefedError, type RunSettings } from "@spikefed/protocol";
import { afterEach, describe, expect, test, vi } from "vitest";

import { IdentityFile } from "./store/identities.ts";
import { startedRun, type StartedRun } from "./testing/started-run.ts";
import type { TestClient } from "./testing/test-client.ts";
import { testBench, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

async function started(settings: Partial<RunSettings> = {}): Promise<StartedRun> {
  const run = await startedRun({ rounds: 4, ...settings });
  bench = run.bench;
  return run;
}

const member = (client: number) => bench.coordinator.room.run.members.get(client);
/** The roster as the next telling has it. */
const roster = (client: TestClient): Promise<{ client: number; name: string }[]> =>
  new Promise((resolve) => client.socket.once("roster", resolve));

describe("a removed volunteer", () => {
  test("is told so, loses its place, and is refused from then on, also after a restart", async () => {
    const { a, b, host } = await started();
    await b.task(1);
    const removed = new Promise((resolve) => b.socket.once("removed", () => resolve(true)));
    await host.host("remove", { client: 2 });
    expect(await removed).toBe(true);
    await b.until(() => !b.socket.connected);
    expect(await host.seen("left")).toMatchObject({ client: 2, why: "removed" });
    expect(member(2)).toBeNull();
    const hello = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null, resume: b.resume };
    expect(await bench.client().refusal("hello", hello)).toBe("room/removed");
    await bench.coordinator.close();
    await bench.start();
    expect(await bench.client().refusal("hello", hello)).toBe("room/removed");
    const { you } = await bench.client().hello({ resume: a.resume });
    expect(you?.client).toBe(1);
  });

  test("has what it sent counted, and nothing after that", async () => {
    const { a, b, host } = await started();
    expect(await b.send(await b.task(1), { value: 0.5 })).toMatchObject({ ok: true });
    await host.host("remove", { client: 2 });
    await a.send(await a.task(1));
    expect((await host.seen("aggregated", 1)).clients).toEqual([1, 2]);
    expect((await host.seen("round-opened", 2)).cohort).toEqual([1]);
  });

  test("is not waited for: the open round closes with the others", async () => {
    const { a, host } = await started();
    await a.send(await a.task(1));
    await host.host("remove", { client: 2 });
    expect(await host.seen("round-closed", 1)).toMatchObject({ reported: [1], missing: [2] });
  });
});

describe("a renamed volunteer", () => {
  test("has its new name in every roster, after a restart and in the next run", async () => {
    const { a, b, host } = await started();
    const told = roster(b);
    await host.host("rename", { client: 1, name: "  Ada \u202e " });
    expect((await told).find(({ client }) => client === 1)?.name).toBe("Ada");
    await bench.coordinator.close();
    await bench.start();
    const again = bench.client();
    expect((await again.hello({ resume: a.resume, name: "Rude" })).you?.name).toBe("Ada");
    const next = await bench.host();
    await next.host("stop");
    await next.seen("run-ended");
    const { settings } = bench.coordinator.room.run.parts;
    await next.host("configure", { settings });
    expect((await again.hello({ resume: again.resume, name: "Rude" })).you?.name).toBe("Ada");
  });

  test("keeps its name when the new one cannot be written", async () => {
    const { a, host } = await started();
    const before = a.answer?.you?.name;
    const full = new SpikefedError("store/full", { file: "identities.json" });
    const save = vi.spyOn(IdentityFile.prototype, "save").mockRejectedValueOnce(full);
    const message = { command: "rename", client: 1, name: "Ada" };
    expect(await host.refusal("host", message)).toBe("store/full");
    expect(member(1)?.name).toBe(before);
    save.mockRestore();
  });

  test("gets a number behind a name that is taken, and no name that is empty or too long", async () => {
    const { b, host } = await started();
    const taken = b.answer?.you?.name ?? "";
    await host.host("rename", { client: 1, name: taken });
    expect(member(1)?.name).toBe(`${taken} 2`);
    for (const name of ["", " \u200b ", "x".repeat(25)]) {
      const message = { command: "rename", client: 1, name };
      expect(await host.refusal("host", message)).toBe("wire/invalid");
    }
  });
});

describe("a volunteer that sits a round out", () => {
  test("is told to stop, cannot send, and is back in the next round", async () => {
    const { a, b, host } = await started();
    const task = await b.task(1);
    const cancelled = new Promise((resolve) => b.socket.once("cancel", resolve));
    await host.host("drop", { clients: [2] });
    expect(await cancelled).toEqual({ round: 1, why: "dropped" });
    expect(await b.send(task)).toMatchObject({ error: { code: "update/not-invited" } });
    await a.send(await a.task(1));
    expect((await host.seen("aggregated", 1)).clients).toEqual([1]);
    expect((await host.seen("round-opened", 2)).cohort).toEqual([1, 2]);
    expect(await host.seen("dropped")).toMatchObject({ round: 1, clients: [2] });
  });

  test("sits out the first round also when the coordinator is restarted in the lobby", async () => {
    bench = await testBench();
    const [a, b, host] = [bench.client(), bench.client(), await bench.host()];
    await a.hello();
    await b.hello();
    await host.host("drop", { clients: [2] });
    await bench.coordinator.close();
    await bench.start();
    const [a2, b2, host2] = [bench.client(), bench.client(), await bench.host()];
    await a2.hello({ resume: a.resume });
    await b2.hello({ resume: b.resume });
    await host2.until(() => host2.log.filter(({ type }) => type === "rejoined").length === 2);
    await host2.host("start");
    expect((await host2.seen("round-opened", 1)).cohort).toEqual([1]);
  });

  test("has not sent before: an update that was counted cannot be dropped", async () => {
    const { b, host } = await started();
    await b.send(await b.task(1));
    const drop = (...clients: number[]) => host.refusal("host", { command: "drop", clients });
    expect(await drop(2)).toBe("room/has-sent");
    expect(await drop(9)).toBe("room/no-member");
  });
});

test("none of this is for a volunteer or a watcher", async () => {
  const { a } = await started();
  const watcher = bench.client();
  await watcher.hello({ role: "watch" });
  for (const more of [
    { command: "remove", client: 2 },
    { command: "rename", client: 2, name: "Mallory" },
    { command: "drop", clients: [2] },
    { command: "adjust", changes: { stepMode: true } },
    { command: "door", inviteOnly: true },
    { command: "admit", waiting: 1 },
    { command: "turn-away", waiting: 1 },
  ]) {
    expect(await a.refusal("host", more)).toBe("wire/not-allowed");
    expect(await watcher.refusal("host", more)).toBe("wire/not-allowed");
  }
  expect(member(2)).toMatchObject({ state: "loading" });
});

// Robots in a real room: over its sockets, from their own thread.

import { afterEach, beforeEach, expect, test } from "vitest";

import { testBench, testSettings, type TestBench } from "../testing/test-coordinator.ts";

let bench: TestBench;
beforeEach(async () => {
  const partition = { kind: "iid" } as const;
  const settings = { ...testSettings, partition, clients: 2, samplesPerClient: 32, timesteps: 2 };
  bench = await testBench({ settings: { ...settings, roundSeconds: 600 } });
});
afterEach(() => bench.close());

test(
  "two robots, one of them bad and added during the run, train it; log and roster know them",
  { timeout: 180_000 },
  async () => {
    const host = await bench.host();
    await host.get("host", { command: "adjust", changes: { stepMode: true } });
    await host.get("host", { command: "add-robot", robot: "honest" });
    const { coordinator } = bench;
    await host.seen("joined");
    await host.get("host", { command: "start" });
    await host.seen("evaluated", 1);
    await host.get("host", { command: "add-robot", robot: "sign-flip" });
    await host.until(() => host.log.filter(({ type }) => type === "joined").length === 2);
    const third = await host.ask("host", { command: "add-robot", robot: "honest" });
    expect(third).toMatchObject({ ok: false, error: { code: "room/full" } });
    await host.get("host", { command: "next" });
    await host.until(() => host.log.at(-1)?.type === "run-ended");
    const joined = host.log.flatMap((event) => (event.type === "joined" ? [event.robot] : []));
    expect(joined).toEqual(["honest", "sign-flip"]);
    const averaged = host.log.flatMap((event) =>
      event.type === "aggregated" ? [event.clients] : [],
    );
    expect(averaged).toEqual([[1], [1, 2]]);
    const roster = coordinator.room.run.members.roster();
    expect(roster.map(({ name, robot }) => [name, robot])).toEqual([
      ["Robot 1", "honest"],
      ["Bad robot 1", "sign-flip"],
    ]);

    const ids = coordinator.room.run.members.here().map(({ clientId }) => clientId);
    await coordinator.close();
    const again = await bench.start();
    const back = await bench.host();
    await back.until(() => back.log.filter(({ type }) => type === "rejoined").length === 2);
    expect(again.room.run.members.here().map(({ clientId }) => clientId)).toEqual(ids);

    await back.get("host", { command: "remove-robot", harms: true });
    expect(back.log.filter(({ type }) => type === "left")).toMatchObject([
      { client: 2, why: "said" },
    ]);
    expect(again.room.run.members.online()).toBe(1);
  },
);

test("only the host may ask for robots, and nobody else can be one", async () => {
  const volunteer = bench.client();
  await volunteer.hello({});
  const asked = await volunteer.ask("host", { command: "add-robot", robot: "honest" });
  expect(asked).toMatchObject({ ok: false, error: { code: "wire/not-allowed" } });
  expect(bench.coordinator.room.run.members.roster()[0]!.robot).toBeNull();
});

test(
  "with FedBuff they work on while the other's models are made, and what they began long ago counts",
  { timeout: 180_000 },
  async () => {
    const host = await bench.host();
    const { settings } = bench.coordinator.room.run.parts;
    const scheduler = { kind: "fedbuff", bufferSize: 1, maxStaleness: 4, speedSpread: 0 };
    await host.get("host", {
      ...{ command: "configure", settings: { ...settings, scheduler, rounds: 5 } },
    });
    await host.hello({ role: "host", hostKey: bench.coordinator.hostKey });
    for (const robot of ["honest", "honest"])
      await host.get("host", { command: "add-robot", robot });
    const { log } = bench.coordinator.room.run.parts;
    const lines = (type: string) => log.events.filter((event) => event.type === type);
    await expect.poll(() => lines("joined").length, { timeout: 60_000 }).toBe(2);
    await host.get("host", { command: "start" });
    await expect.poll(() => lines("run-ended").length, { timeout: 170_000 }).toBe(1);
    expect(lines("aggregated")).toHaveLength(5);
    expect(lines("training-failed")).toEqual([]);
    const updates = log.events.flatMap((event) => (event.type === "update-accepted" ? event : []));
    expect(new Set(updates.map(({ client }) => client)).size).toBe(2);
    expect(updates.some(({ staleness = 0 }) => staleness > 0)).toBe(true);
  },
);

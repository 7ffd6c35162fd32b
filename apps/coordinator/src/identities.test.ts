// Who is who, from outside: places, names, shards, tokens, the host key.

import { PROTOCOL_VERSION, REJOIN_MS, type RunSettings } from "@spikefed/protocol";
import { afterEach, describe, expect, test, vi } from "vitest";

import type { CoordinatorOptions } from "./coordinator.ts";
import type { Link } from "./room/link.ts";
import { readIdentities } from "./store/identities.ts";
import { manualClock } from "./testing/manual-clock.ts";
import { startedRun, type StartedRun } from "./testing/started-run.ts";
import { testBench, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

async function started(
  settings?: Partial<RunSettings>,
  options?: Partial<CoordinatorOptions>,
): Promise<StartedRun> {
  const run = await startedRun(settings, options);
  bench = run.bench;
  return run;
}

const progress = {
  round: 1,
  batch: 1,
  batches: 4,
  loss: 2.3,
  accuracy: 0.1,
  imagesPerSecond: 50,
};

/** A connection that hears nothing. */
function deadLink(address = "127.0.0.1") {
  const link: Link = {
    ...{ id: "dead", address, room: null, role: null, client: null, closed: false },
    ...{ send: vi.fn(), listen: vi.fn(), close: vi.fn() },
  };
  return link;
}

describe("identities", () => {
  test("a volunteer that comes back has its number, name and shard again", async () => {
    const { a, b, host } = await started();
    const task = await b.task(1);
    const before = b.answer?.you;
    b.close();
    await a.until(() => true);
    const again = bench.client();
    const { you } = await again.hello({ resume: b.resume });
    expect(you).toEqual(before);
    await host.seen("rejoined");
    expect((await again.task(1)).shard.hash).toBe(task.shard.hash); // the round still expects it
  });

  test("a place is given up two minutes after its connection was lost", async () => {
    const clock = manualClock();
    const { a, b, host } = await started({}, { clock });
    const shard = a.answer?.you?.shard.hash;
    a.close();
    await expect.poll(() => bench.coordinator.room.run.members.online()).toBe(1);
    clock.advance(REJOIN_MS - 1);
    expect(host.log.some(({ type }) => type === "left")).toBe(false);
    clock.advance(1);
    expect(await host.seen("left")).toMatchObject({ client: 1, why: "lost" });
    const again = bench.client();
    const { you } = await again.hello({ resume: a.resume });
    expect(you).toMatchObject({ client: 3, shard: { hash: shard } });
    expect(b.socket.connected).toBe(true);
  });

  test("the host alone is told how all pictures are dealt", async () => {
    const { a, host } = await started();
    const counts = host.answer?.partition?.labelCounts ?? [];
    expect(counts.map((row) => row.length)).toEqual([10, 10, 10, 10]);
    expect(counts.map((row) => row.reduce((sum, n) => sum + n, 0))).toEqual([64, 64, 64, 64]);
    expect(a.answer?.you?.shard.labelCounts).toEqual(counts[0]);
    expect(a.answer?.partition).toBeNull();
    expect((await bench.client().hello({ role: "watch" })).partition).toBeNull();
  });

  test("saying hello again on the same connection changes nothing", async () => {
    const { a, host } = await started();
    const before = a.answer?.you;
    expect((await a.hello({ resume: a.resume })).you).toEqual(before);
    await a.get("progress", progress);
    expect(host.log.some(({ type }) => type === "rejoined")).toBe(false);
  });

  test("the roster is told at most four times a second", async () => {
    const clock = manualClock();
    const { a, host } = await started({}, { clock });
    const told: number[] = [];
    host.socket.on("roster", () => told.push(clock.now()));
    for (let i = 0; i < 20; i++) {
      await a.get("progress", { ...progress, batch: i, batches: 20 });
      clock.advance(50);
    }
    await host.host("pause");
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThanOrEqual(5);
  });

  test("a second connection replaces the first", async () => {
    const { a } = await started();
    const again = bench.client();
    await again.hello({ resume: a.resume });
    await a.until(() => a.socket.disconnected);
    expect(await again.get("progress", progress)).toMatchObject({ ok: true });
  });

  test("a wrong token is refused, an unknown place is made anew", async () => {
    const { a } = await started();
    const other = bench.client();
    const { clientId } = a.resume;
    const resume = { clientId, token: "x".repeat(32) };
    const message = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null, resume };
    expect(await other.refusal("hello", message)).toBe("room/session");
    const { you } = await other.hello({
      resume: { clientId: "nobody-knows", token: "x".repeat(32) },
    });
    expect(you?.client).toBe(3);
  });

  test("names are unique, shards too, and the room can be full", async () => {
    bench = await testBench();
    const all = Array.from({ length: 4 }, () => bench.client());
    const answers = await Promise.all(all.map((client) => client.hello({ name: "Ada" })));
    expect(new Set(answers.map(({ you }) => you?.name)).size).toBe(4);
    expect(new Set(answers.map(({ you }) => you?.shard.hash)).size).toBe(4);
    const fifth = bench.client();
    const hello = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null };
    expect(await fifth.refusal("hello", hello)).toBe("room/full");
    await all[0]!.get("leave", {});
    expect((await fifth.hello()).you?.shard.hash).toBe(answers[0]?.you?.shard.hash);
  });

  test("a connection that ends before its hello is answered holds no place", async () => {
    bench = await testBench();
    const { room } = bench.coordinator;
    const message = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null } as const;
    for (let i = 0; i < 6; i++) {
      const link = deadLink();
      const answer = room.hello(link, message, null);
      room.disconnect(link);
      await expect(answer).rejects.toMatchObject({ code: "wire/no-hello" });
      room.run.arrive(link);
      expect(link.listen).not.toHaveBeenCalled();
    }
    expect([room.summary().present, room.run.members.roster()]).toEqual([0, []]);
    expect((await readIdentities(room.run.parts.folder.identities, 0)).list).toEqual([]);
    expect((await bench.client().hello()).you).toBeDefined();
  });

  test("an address that guesses keys waits alone, and one that joins all the time too", async () => {
    bench = await testBench();
    const { room } = bench.coordinator;
    const asHost = { protocol: PROTOCOL_VERSION, role: "host", room: null } as const;
    const code = (address: string, more: object) =>
      room
        .hello(deadLink(address), { ...asHost, ...more }, null)
        .then(() => "ok")
        .catch(({ code: refused }: { code: string }) => refused);
    for (let i = 0; i < 10; i++) {
      expect(await code("192.0.2.6", { hostKey: `guess ${i}` })).toBe("room/host-key");
    }
    const { hostKey } = bench.coordinator;
    expect(await code("192.0.2.6", { hostKey })).toBe("room/host-locked");
    expect(await code("192.0.2.7", { hostKey })).toBe("ok");
    const answers: string[] = [];
    for (let i = 0; i < 130; i++) {
      answers.push(await code("192.0.2.8", { role: "volunteer" }));
      for (const member of room.run.members.here()) await room.run.remove(member, "said");
    }
    expect(answers.slice(0, 120)).toEqual(Array<string>(120).fill("ok"));
    expect(answers).toContain("room/too-many-joins");
    expect(await code("192.0.2.9", { role: "volunteer" })).toBe("ok");
  });

  test("the host needs the key, and volunteers cannot command", async () => {
    const { a } = await started();
    const other = bench.client();
    const hello = { protocol: PROTOCOL_VERSION, role: "host", room: null, hostKey: "guess" };
    expect(await other.refusal("hello", hello)).toBe("room/host-key");
    expect(await other.refusal("host", { command: "stop" })).toBe("wire/no-hello");
    expect(await a.refusal("host", { command: "stop" })).toBe("wire/not-allowed");
  });
});

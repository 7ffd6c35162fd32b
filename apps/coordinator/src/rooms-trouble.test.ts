// One of several rooms fails, or cannot be opened: the others know nothing of it.

import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { PROTOCOL_VERSION } from "@spikefed/protocol";
import { afterEach, expect, test, vi } from "vitest";

import { testBench, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

const roomAt = (at: number) => bench.coordinator.rooms[at]!;
const get = (path: string) => fetch(`http://127.0.0.1:${bench.coordinator.port}${path}`);
const health = async () => (await get("/healthz")).text();
const watch = (room: string | null) =>
  bench.client().refusal("hello", { protocol: PROTOCOL_VERSION, role: "watch", room });

/** A volunteer and a host of a room whose run is under way. */
async function started(at: number) {
  const { code, hostKey } = roomAt(at);
  const [volunteer, host] = [bench.client(), bench.client()];
  await host.hello({ role: "host", room: code, hostKey });
  await volunteer.hello({ room: code });
  await host.until(() => host.log.some(({ type }) => type === "joined"));
  await host.host("start");
  return { volunteer, host };
}

/** The next flush of any file fails, as that of a dying disk. */
async function failNextFlush(): Promise<void> {
  const file = await open(join(bench.dataDir, "lock"));
  const handles = Object.getPrototypeOf(file) as typeof file;
  await file.close();
  const error = Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" });
  vi.spyOn(handles, "datasync").mockRejectedValueOnce(error);
}

test("a flush that fails ends its room alone, and a restart opens it again where it was", async () => {
  bench = await testBench({ rooms: 2 });
  const [a, b] = [await started(0), await started(1)];
  await a.volunteer.task(1);
  const runs = () => bench.coordinator.rooms.map(({ room }) => room.run.parts.folder.runId);
  const before = runs();
  const isTold = new Promise((resolve) => a.volunteer.socket.once("new-run", resolve));
  await failNextFlush();
  void a.host.ask("host", { command: "drop", clients: [1] });
  await isTold;
  expect(await watch(roomAt(0).code)).toBe("room/broken");
  expect(await health()).toBe("a room has ended\n");
  expect(await b.volunteer.send(await b.volunteer.task(1))).toMatchObject({ counted: true });
  await b.host.seen("aggregated", 1);
  expect(bench.said.some((line) => line.startsWith("fatal"))).toBe(false);

  await bench.coordinator.close();
  await bench.start({ rooms: null });
  expect(await health()).toBe("ok\n");
  expect(runs()).toEqual(before);
  const volunteer = bench.client();
  await volunteer.hello({ room: roomAt(0).code, resume: a.volunteer.resume });
  expect(await volunteer.send(await volunteer.task(1))).toMatchObject({ counted: true });
});

test.each([0, 1])(
  "where room %i of two cannot be opened the other is, and people are told",
  async (bad) => {
    bench = await testBench({ rooms: 2 });
    const codes = bench.coordinator.rooms.map(({ code }) => code);
    await bench.coordinator.close();
    const key = join(bench.dataDir, bad === 0 ? "." : "rooms/2", "record-key.pem");
    await rename(key, `${key}.aside`);
    await mkdir(key); // what cannot be read

    await bench.start({ rooms: null });
    const { rooms, isOne } = bench.coordinator;
    expect([rooms.map(({ code }) => code), isOne]).toEqual([[codes[1 - bad]], false]);
    expect(bench.said).toContainEqual(
      expect.stringMatching(`^Room ${bad + 1}: .*could not be opened`),
    );
    expect(await health()).toBe("a room could not be opened\n");
    expect(await watch(codes[bad]!)).toBe("room/unopened");
    expect(await watch(null)).toBe("room/which");
    expect(await (await get(`/r/${codes[bad]}/api/room`)).json()).toMatchObject({
      code: "room/unopened",
    });
    expect((await get("/api/room")).status).toBe(404);
    const { volunteer } = await started(0);
    expect(await volunteer.send(await volunteer.task(1))).toMatchObject({ counted: true });

    await bench.coordinator.close();
    await rm(key, { recursive: true });
    await rename(`${key}.aside`, key);
    await bench.start({ rooms: null });
    expect(bench.coordinator.rooms.map(({ code }) => code)).toEqual(codes);
  },
);

test("a room that is alone and cannot be opened ends the start", async () => {
  bench = await testBench();
  await bench.coordinator.close();
  const key = join(bench.dataDir, "record-key.pem");
  await rm(key);
  await mkdir(key);
  await expect(bench.start()).rejects.toThrow("EISDIR");
});

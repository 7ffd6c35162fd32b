// The robots of a room, with a thread that only takes notes; and once with the real one.

import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MAX_ROBOTS } from "@spikefed/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readRobots } from "./robot-file.ts";
import type { Ears } from "./robot-thread.ts";
import { Robots } from "./robots.ts";

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(dataDir, { recursive: true }));

const address = { url: "http://127.0.0.1:1", code: "BCDF", cert: null };

async function open() {
  const calls: string[] = [];
  const said: string[] = [];
  let ears = {} as Ears;
  const robots = await Robots.open({
    dataDir,
    say: (line) => void said.push(line),
    start: (given) => {
      ears = given;
      const note = (what: string) => Promise.resolve(void calls.push(what));
      return {
        join: ({ url }, { name, kind }) => note(`join ${url} ${name} ${kind}`),
        trust: (cert) => note(`trust ${cert}`),
        leave: (clientId) => note(`leave ${robots.find(clientId)?.name}`),
        close: () => note("close"),
      };
    },
  });
  return { robots, calls, said, ears };
}

describe("robots", () => {
  test("join with names of their own, and the last one of a kind leaves first", async () => {
    const { robots, calls } = await open();
    robots.begin(address);
    await robots.add("honest");
    await robots.add("noise");
    await robots.add("honest");
    await robots.remove(false);
    await robots.remove(true);
    await robots.add("honest");
    expect(calls).toEqual([
      "join http://127.0.0.1:1 Robot 1 honest",
      "join http://127.0.0.1:1 Bad robot 1 noise",
      "join http://127.0.0.1:1 Robot 2 honest",
      "leave Robot 2",
      "leave Bad robot 1",
      "join http://127.0.0.1:1 Robot 2 honest",
    ]);
    await expect(robots.remove(true)).rejects.toMatchObject({ code: "room/no-robot" });
  });

  test("are eight at most, also when they are asked for at once", async () => {
    const { robots } = await open();
    const asked = Array.from({ length: MAX_ROBOTS + 2 }, () => robots.add("honest"));
    const refused = (await Promise.allSettled(asked)).filter(({ status }) => status === "rejected");
    expect(robots.list).toHaveLength(MAX_ROBOTS);
    expect(refused.map((each) => (each as PromiseRejectedResult).reason.code)).toEqual([
      "room/robots",
      "room/robots",
    ]);
  });

  test("come back after a restart as the same ones, and their secrets are the owner's", async () => {
    const before = (await open()).robots;
    await before.add("honest");
    await before.add("sign-flip");
    await before.close();
    const { robots, calls } = await open();
    expect(robots.list).toEqual(before.list);
    expect(calls).toEqual([]); // nobody to go to yet
    robots.begin(address);
    expect(calls.map((call) => call.split(" ").slice(2).join(" "))).toEqual([
      "Robot 1 honest",
      "Bad robot 1 sign-flip",
    ]);
    const file = join(dataDir, "robots.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toContain(robots.list[0]!.token);
  });

  test.each(["", "{}", '[{"clientId": 3}]', "[null]"])(
    "a damaged list, %j, is none",
    async (text) => {
      await writeFile(join(dataDir, "robots.json"), text);
      expect(await readRobots(dataDir)).toEqual([]);
    },
  );

  test("one that cannot go on is forgotten, and the terminal is told", async () => {
    const { robots, said, ears } = await open();
    robots.begin(address);
    await robots.add("honest");
    ears.onEnded({ clientId: robots.list[0]!.clientId, why: "the host removed this device" });
    await robots.add("honest");
    expect(robots.list.map(({ name }) => name)).toEqual(["Robot 1"]);
    expect(await readRobots(dataDir)).toEqual(robots.list);
    expect(said).toEqual(["Robot 1 is gone: the host removed this device."]);
  });

  test("a thread that dies again and again is given up", async () => {
    const { robots, calls, said, ears } = await open();
    robots.begin(address);
    await robots.add("honest");
    for (let i = 0; i < 5; i++) ears.onLost("out of memory");
    expect(calls).toHaveLength(1 + 3);
    expect(said[3]).toContain("They stay away until the next start.");
  });

  test("whoever asks for a change while the coordinator closes is refused, and no thread starts", async () => {
    const { robots, calls } = await open();
    robots.begin(address);
    await robots.add("honest");
    const asked = [robots.remove(false), robots.remove(false), robots.add("honest")];
    const closed = robots.close();
    const codes = (await Promise.allSettled(asked)).map((each) =>
      each.status === "rejected" ? (each.reason as { code: string }).code : null,
    );
    await closed;
    expect(codes).toEqual(Array(3).fill("room/stopping"));
    expect(calls.slice(1)).toEqual(["close"]);
    expect(await readRobots(dataDir)).toHaveLength(1);
  });

  test("one whose removal is not on the disk does not say goodbye", async () => {
    const { robots, calls } = await open();
    robots.begin(address);
    await robots.add("honest");
    await rm(dataDir, { recursive: true });
    await expect(robots.remove(false)).rejects.toMatchObject({ code: "store/write" });
    expect([robots.list.length, calls.length]).toEqual([1, 1]);
    await mkdir(dataDir);
    await robots.remove(false);
    expect([robots.list.length, calls[1]]).toEqual([0, "leave Robot 1"]);
  });

  test("give their memory back when the last one is gone, and may come again", async () => {
    const { robots, calls, ears } = await open();
    robots.begin(address);
    for (let i = 0; i < 2; i++) await robots.add("honest");
    for (let i = 0; i < 2; i++) await robots.remove(false);
    await robots.add("noise");
    ears.onEnded({ clientId: robots.list[0]!.clientId, why: "the host removed this device" });
    await robots.add("honest");
    expect(calls.map((call) => call.split(" ")[0])).toEqual([
      ...["join", "join", "leave", "leave", "close", "join", "close", "join"],
    ]);
  });

  test("say nothing and go nowhere when the coordinator closes", async () => {
    const { robots, calls, said, ears } = await open();
    robots.begin(address);
    await robots.add("honest");
    const closed = robots.close();
    ears.onEnded({ clientId: robots.list[0]!.clientId, why: "the connection ended" });
    ears.onLost("terminated");
    await closed;
    expect(said).toEqual([]);
    expect(calls.slice(1)).toEqual(["close"]);
    expect(await readRobots(dataDir)).toHaveLength(1);
  });
});

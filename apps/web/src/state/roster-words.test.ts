import { expect, test } from "vitest";
import type { RosterEntry } from "@spikefed/protocol";
import {
  isSameRow,
  presenceKey,
  presenceWords,
  rosterCells,
  slowBelow,
  stateWords,
} from "./roster-words.ts";
import { rosterFacts } from "./testing/facts.ts";

const entry = rosterFacts(4, {
  name: "Quiet Otter",
  round: 3,
  progress: 0.678,
  imagesPerSecond: 41.2,
  loss: 1.618,
  helped: 2,
});

const rosterRow = (of: RosterEntry) =>
  Object.fromEntries(Object.entries(rosterCells).map(([column, words]) => [column, words(of)]));

test("a row is words and figures with units", () => {
  expect(rosterRow(entry)).toEqual({
    name: "Quiet Otter",
    device: "graphics chip, own engine on WebGPU",
    state: "training, 68\u00a0%",
    round: "3",
    speed: "41\u00a0pictures/s",
    pictures: "500",
    loss: "1.62",
    helped: "2",
  });
});

test("thousands have their mark, like everywhere else", () => {
  const row = rosterRow({ ...entry, samples: 1000, round: 2400, helped: 1200 });
  expect(row).toMatchObject({ pictures: "1,000", round: "2,400", helped: "1,200" });
});

test("who is asked for a part of its pictures shows which", () => {
  expect(rosterRow({ ...entry, samples: 1000, work: 288 }).pictures).toBe("288 of 1,000");
});

test("a robot is called one, and a bad one bad", () => {
  const device = (robot: "honest" | "noise") => rosterRow({ ...entry, robot }).device;
  expect(device("honest")).toBe("robot, graphics chip, own engine on WebGPU");
  expect(device("noise")).toBe("bad robot, graphics chip, own engine on WebGPU");
});

test("what is not known is said", () => {
  const fresh = { ...entry, round: null, imagesPerSecond: null, loss: null, progress: null };
  expect(rosterRow(fresh)).toMatchObject({
    state: "training",
    round: "none yet",
    speed: "not measured",
    loss: "not measured",
  });
});

test("a device that computes wrongly shows why its processor trains", () => {
  const note = "this graphics driver computes wrong results (conv-t4: step1/loss is not a number)";
  const device = { ...entry.device, executor: "kernels/wasm", note };
  expect(rosterRow({ ...entry, device }).device).toBe(
    `graphics chip, own kernels on WebAssembly: ${note}`,
  );
});

test("without a connection a device is away, whatever it did last", () => {
  expect(stateWords({ ...entry, online: false })).toBe("away");
  expect(stateWords({ ...entry, online: false, state: "away", quietMs: 12_400 })).toBe("away 0:12");
  expect(stateWords({ ...entry, online: false, state: "left" })).toBe("left");
});

test("each situation of a tab has its words", () => {
  const say = (more: Partial<RosterEntry>) => stateWords({ ...entry, ...more });
  expect(say({ hidden: true })).toBe("training (in background), 68\u00a0%");
  expect(say({ state: "sent", hidden: true })).toBe("sent (in background)");
  expect(say({ state: "asleep", quietMs: 12_000 })).toBe("asleep 0:12");
  expect(say({ state: "asleep", online: false, quietMs: 130_000 })).toBe("asleep 2:10");
  expect(say({ pace: "gentle" })).toBe("training (gentle), 68\u00a0%");
  expect(say({ pace: "easing", hidden: true })).toBe(
    "training (in background and easing off because warm or busy), 68\u00a0%",
  );
  expect(say({ state: "restarting" })).toBe("restarting");
  expect(say({ state: "paused", trouble: "the loss is not a number" })).toBe("error");
  expect(say({ state: "closed", online: false, quietMs: 5 })).toBe("left");
});

test("a failure is past as soon as the device trains again", () => {
  expect(stateWords({ ...entry, trouble: "no connection" })).toBe("training, 68\u00a0%");
});

test("times go on while no roster comes", () => {
  const away = { ...entry, online: false, state: "away" as const, quietMs: 12_400 };
  expect(stateWords(away, { slowBelow: null, ageMs: 48_000 })).toBe("away 1:00");
});

test("slow is who does less than a third of the middle device, where three are measured", () => {
  const at = (imagesPerSecond: number | null) => ({ ...entry, imagesPerSecond });
  expect(slowBelow([at(30), at(60), at(null)])).toBeNull();
  expect(slowBelow([at(90), at(10), at(30)])).toBe(10);
  const moment = { slowBelow: 10, ageMs: 0 };
  expect(stateWords(at(9.9), moment)).toBe("training (slow), 68\u00a0%");
  expect(stateWords(at(10), moment)).toBe("training, 68\u00a0%");
  expect(stateWords(at(null), moment)).toBe("training, 68\u00a0%");
});

test("who has left is measured no more", () => {
  const at = (imagesPerSecond: number, state: RosterEntry["state"] = "training") => ({
    ...{ ...entry, imagesPerSecond, state },
  });
  expect(slowBelow([at(90), at(30), at(900, "left"), at(900, "closed")])).toBeNull();
});

test("presence counts who is here and who is away", () => {
  const away = { ...entry, online: false };
  const left = { ...entry, online: false, state: "left" as const };
  expect(presenceWords([entry, entry, left])).toBe("2 in");
  expect(presenceWords([entry, away, left])).toBe("1 in, 1 away");
  expect(presenceWords([entry, { ...away, state: "closed" }])).toBe("1 in");
});

test("the key of who is here stays while they work, and changes with what is said of them", () => {
  const here = presenceKey([entry]);
  const works = { ...entry, state: "sent", round: 4, progress: 0.9, loss: 1, helped: 3 } as const;
  expect(presenceKey([works])).toBe(here);
  const others: Partial<RosterEntry>[] = [
    ...[{ online: false }, { robot: "honest" } as const],
    ...[{ state: "closed" } as const, { state: "left" } as const],
  ];
  const keys = others.map((change) => presenceKey([{ ...entry, ...change }]));
  expect(new Set([here, presenceKey([entry, entry]), ...keys]).size).toBe(2 + others.length);
});

test("a row changes with all that it shows, and with time only where it tells for how long", () => {
  const moment = { slowBelow: 30, ageMs: 1_000 };
  const row = (shown: RosterEntry, at = moment, needsHelp = false) => ({
    ...{ entry: shown, moment: at, needsHelp },
  });
  const stays = (now: ReturnType<typeof row>) => isSameRow(row(entry), now);
  expect(stays(row(entry, { slowBelow: 31, ageMs: 2_000 }))).toBe(true);
  expect(stays(row(entry, { slowBelow: 50, ageMs: 1_000 }))).toBe(false); // slow now
  expect(stays(row(entry, moment, true))).toBe(false);
  expect(stays(row({ ...entry }))).toBe(false);
  const away = { ...entry, online: false, state: "away", quietMs: 5_000 } as const;
  expect(isSameRow(row(away), row(away))).toBe(true);
  expect(isSameRow(row(away), row(away, { ...moment, ageMs: 2_000 }))).toBe(false);
});

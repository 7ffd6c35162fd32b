import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { expect, test } from "vitest";
import type { WorkingPace } from "../state/pace.ts";
import { keepPace } from "./pace-keeper.ts";

function kept({ isOpen = true } = {}) {
  const said: string[] = [];
  const paces: WorkingPace[] = [];
  const rests: boolean[] = [];
  let paused = false;
  let nowMs = 0;
  let open = isOpen;
  const volunteer = {
    setPace: (share: number, name: string) => void said.push(`${name} ${share}`),
    snapshot: () => ({ paused }) as VolunteerSnapshot,
    pause: () => {
      paused = true;
      said.push("pause");
    },
    resume: () => {
      paused = false;
      said.push("resume");
    },
  };
  const keeper = keepPace({
    volunteer: () => (open ? volunteer : null),
    onPace: (pace) => paces.push(pace),
    onRest: (byBattery) => rests.push(byBattery),
    now: () => nowMs,
  });
  const begin = () => {
    open = true;
    keeper.begin();
  };
  const pauseOtherwise = () => (paused = true);
  const at = (ms: number) => (nowMs = ms);
  return { keeper, begin, pauseOtherwise, said, paces, rests, at };
}

test("a change of the pace is told once", () => {
  const { keeper, said, paces } = kept();
  keeper.wish("full", "none");
  keeper.wish("full", "none");
  keeper.wish("full", "gentle");
  keeper.wish("full", "none");
  expect(said).toEqual(["full 1", "gentle 0.4", "full 1"]);
  expect(paces.map(({ why }) => why)).toEqual(["chosen", "battery", "chosen"]);
});

test("heat is a pace down, and up again after a minute that batches tell", () => {
  const { keeper, said, at } = kept();
  keeper.wish("full", "none");
  keeper.pressure("serious");
  keeper.pressure("fair");
  at(59_999);
  keeper.batch(7, 10);
  at(60_000);
  keeper.batch(8, 10);
  expect(said).toEqual(["full 1", "easing 0.75", "full 1"]);
});

test("a low battery pauses, and power resumes", () => {
  const { keeper, said } = kept();
  keeper.wish("full", "pause");
  keeper.wish("full", "pause");
  keeper.wish("full", "none");
  expect(said).toEqual(["gentle 0.4", "pause", "full 1", "resume"]);
});

test("power does not resume what a person or the device itself has paused, nor is that claimed", () => {
  const first = kept();
  first.pauseOtherwise();
  first.keeper.wish("full", "pause");
  first.keeper.wish("full", "none");
  expect(first.said).not.toContain("resume");
  expect(first.rests).toEqual([]);
  const later = kept();
  later.keeper.wish("full", "pause");
  later.keeper.byHand();
  later.keeper.wish("full", "none");
  expect(later.said).not.toContain("resume");
  expect(later.rests).toEqual([true, false]);
});

test("a batch during which the page was frozen is no heat, whichever comes first, it or the waking", () => {
  for (const wakesFirst of [true, false]) {
    const { keeper, said, at } = kept();
    keeper.wish("full", "none");
    for (let i = 0; i < 20; i++) {
      at(100 * i);
      keeper.batch(2 + i, 100);
    }
    keeper.sleep(true);
    at(1_800_000);
    if (wakesFirst) keeper.sleep(false);
    keeper.batch(22, 1_798_000);
    if (!wakesFirst) keeper.sleep(false);
    for (let i = 0; i < 60; i++) {
      at(1_801_000 + 1000 * i);
      keeper.batch(23 + i, 100);
    }
    expect(said).toEqual(["full 1"]);
  }
});

test("heat before a freeze does not count on after it", () => {
  const { keeper, said, at } = kept();
  keeper.wish("full", "none");
  for (let i = 0; i < 20; i++) keeper.batch(2 + i, 100);
  for (let i = 0; i < 10; i++) keeper.batch(22 + i, 1000);
  keeper.sleep(true);
  at(60_000);
  keeper.sleep(false);
  keeper.batch(32, 60_000);
  keeper.batch(33, 1000);
  expect(said).toEqual(["full 1"]);
});

test("another model has another usual time of a batch", () => {
  const { keeper, said, at } = kept();
  keeper.wish("full", "none");
  keeper.work("run-1");
  for (let i = 0; i < 20; i++) keeper.batch(2 + i, 10);
  keeper.work("run-2");
  for (let i = 0; i < 60; i++) {
    at(1000 * i);
    keeper.batch(2 + i, 100);
  }
  expect(said).toEqual(["full 1"]);
});

test("what was wished before the session was open holds for it", () => {
  const { keeper, begin, said } = kept({ isOpen: false });
  keeper.wish("normal", "pause");
  expect(said).toEqual([]);
  begin();
  expect(said).toEqual(["gentle 0.4", "pause"]);
});

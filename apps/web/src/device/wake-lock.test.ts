import { expect, test } from "vitest";
import { keepAwake, type Sentinel, type WakeState, type WakeWorld } from "./wake-lock.ts";

function fakeWorld(refuses = false) {
  let visible = true;
  let listener = () => {};
  let release = () => {};
  let asked = 0;
  const world: WakeWorld = {
    wakeLock: {
      request: () => {
        asked++;
        if (refuses) return Promise.reject(new Error("low battery"));
        return Promise.resolve({
          release: () => Promise.resolve(),
          addEventListener: (_name: "release", onRelease: () => void) => (release = onRelease),
        });
      },
    },
    isVisible: () => visible,
    onVisibility: (next) => {
      listener = next;
      return () => (listener = () => {});
    },
  };
  const show = async (next: boolean) => {
    visible = next;
    listener();
    await Promise.resolve();
  };
  return { world, show, asked: () => asked, release: () => release() };
}

test("the lock is asked for again on every return", async () => {
  const { world, show, asked } = fakeWorld();
  const states: WakeState[] = [];
  const keeper = keepAwake(world, (state) => states.push(state));
  await keeper.set(true);
  await show(false);
  await show(true);
  expect(asked()).toBe(2);
  await keeper.set(false);
  await show(true);
  expect(asked()).toBe(2);
  expect(states).toEqual(["on", "on", "off"]);
});

test("a refusal is said", async () => {
  const states: WakeState[] = [];
  const keeper = keepAwake(fakeWorld(true).world, (state) => states.push(state));
  await keeper.set(true);
  expect(states).toEqual(["refused"]);
  const none = keepAwake({ ...fakeWorld().world, wakeLock: undefined }, (s) => states.push(s));
  await none.set(true);
  expect(states).toEqual(["refused", "refused"]);
});

test("after dispose nothing is asked for", async () => {
  const { world, show, asked } = fakeWorld();
  const keeper = keepAwake(world, () => {});
  await keeper.set(true);
  await keeper.dispose();
  await show(true);
  expect(asked()).toBe(1);
});

test("a lock that the browser takes back while the page is seen is said", async () => {
  const { world, release, show } = fakeWorld();
  const states: WakeState[] = [];
  const keeper = keepAwake(world, (state) => states.push(state));
  await keeper.set(true);
  release();
  expect(states).toEqual(["on", "refused"]);
  await show(true);
  expect(states).toEqual(["on", "refused", "on"]);
});

test("the release that comes with hiding, or with switching it off, is no refusal", async () => {
  const { world, release, show } = fakeWorld();
  const states: WakeState[] = [];
  const keeper = keepAwake(world, (state) => states.push(state));
  await keeper.set(true);
  await show(false);
  release();
  await show(true);
  await keeper.set(false);
  release();
  expect(states).toEqual(["on", "on", "off"]);
});

test("a lock that comes after it was switched off is given back, and a late refusal is not said", async () => {
  const answers: { grant: (sentinel: Sentinel) => void; refuse: () => void }[] = [];
  const request = () =>
    new Promise<Sentinel>((grant, reject) =>
      answers.push({ grant, refuse: () => reject(new Error("low battery")) }),
    );
  let held = 0;
  const grant = (at: number) => {
    held++;
    const release = () => Promise.resolve(void held--);
    answers[at]?.grant({ release, addEventListener: () => {} });
  };
  const states: WakeState[] = [];
  const keeper = keepAwake({ ...fakeWorld().world, wakeLock: { request } }, (s) => states.push(s));
  const first = keeper.set(true);
  await keeper.set(false);
  grant(0);
  await first;
  expect(held).toBe(0);
  const second = keeper.set(true);
  await keeper.set(false);
  answers[1]?.refuse();
  await second;
  const third = keeper.set(true);
  grant(2);
  await third;
  expect(held).toBe(1);
  expect(states).toEqual(["off", "off", "on"]);
});

import { expect, test } from "vitest";
import { keepAwake, type WakeState, type WakeWorld } from "./wake-lock.ts";

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

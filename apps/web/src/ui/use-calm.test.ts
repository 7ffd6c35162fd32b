import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followCalmly } from "./use-calm.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function following(isInSight: boolean) {
  const [told, calm, isSeen] = [signal(0), signal(0), signal(isInSight)];
  const written: number[] = [];
  calm.subscribe((value) => void written.push(value));
  const stop = followCalmly(told, calm, isSeen);
  return { told, isSeen, written, stop };
}

test("what is in sight follows at once", () => {
  const { told, written } = following(true);
  told.value = 1;
  told.value = 2;
  expect(written).toEqual([0, 1, 2]);
});

test("what is out of sight follows once a second, with the newest alone", () => {
  const { told, written } = following(false);
  told.value = 1;
  vi.advanceTimersByTime(600);
  told.value = 2;
  expect(written).toEqual([0]);
  vi.advanceTimersByTime(400);
  expect(written).toEqual([0, 2]);
  told.value = 3;
  vi.advanceTimersByTime(1000);
  expect(written).toEqual([0, 2, 3]);
});

test("what comes into sight is brought up to date at once, and not a second time", () => {
  const { told, isSeen, written } = following(false);
  told.value = 1;
  isSeen.value = true;
  expect(written).toEqual([0, 1]);
  expect(vi.getTimerCount()).toBe(0);
});

test("nothing is written after the end", () => {
  const { told, written, stop } = following(false);
  told.value = 1;
  stop();
  told.value = 2;
  vi.advanceTimersByTime(5000);
  expect(written).toEqual([0]);
});

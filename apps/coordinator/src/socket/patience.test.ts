import { expect, test, vi } from "vitest";

import { manualClock } from "../testing/manual-clock.ts";
import { Patience } from "./patience.ts";

function patience() {
  const clock = manualClock();
  const onOver = vi.fn();
  const its = new Patience({ clock, ms: 100, onOver });
  /** It waits for us so long. */
  const wait = async (ms: number) => {
    let finish: () => void = () => undefined;
    const waited = its.during(() => new Promise<void>((resolve) => (finish = resolve)));
    clock.advance(ms);
    finish();
    await waited;
  };
  return { clock, onOver, its, wait };
}

test("who takes too long is told of once", () => {
  const { clock, onOver } = patience();
  clock.advance(99);
  expect(onOver).not.toHaveBeenCalled();
  clock.advance(1_000);
  expect(onOver).toHaveBeenCalledOnce();
});

test("what it waits for us is not counted, its own time before and after is", async () => {
  const { clock, onOver, wait } = patience();
  clock.advance(60);
  await wait(1_000);
  clock.advance(30);
  await wait(1_000);
  clock.advance(9);
  expect(onOver).not.toHaveBeenCalled();
  clock.advance(1);
  expect(onOver).toHaveBeenCalledOnce();
});

test("its time goes on after work that failed, which fails for whoever asked", async () => {
  const { clock, onOver, its } = patience();
  const failing = its.during(() => Promise.reject(new Error("full")));
  await expect(failing).rejects.toThrow("full");
  clock.advance(100);
  expect(onOver).toHaveBeenCalledOnce();
});

test("nothing is waited for after the end, nor when work ends after it", async () => {
  const { clock, onOver, its, wait } = patience();
  const last = wait(10);
  its.end();
  await last;
  clock.advance(1_000);
  expect(onOver).not.toHaveBeenCalled();
});

import { expect, test } from "vitest";
import type { PressureLevel } from "../state/easing.ts";
import { watchPressure, type PressureWorld } from "./pressure.ts";

type OnChange = (records: { state: PressureLevel }[]) => void;

function fakeWorld(observe: () => Promise<void>) {
  const made: { change: OnChange; isOn: boolean }[] = [];
  class PressureObserver {
    readonly #mine: (typeof made)[number];
    constructor(change: OnChange) {
      this.#mine = { change, isOn: true };
      made.push(this.#mine);
    }
    observe = observe;
    disconnect = () => {
      this.#mine.isOn = false;
    };
  }
  return { world: { PressureObserver } as PressureWorld, made };
}

test("the newest of several records is told, until it is stopped", () => {
  const { world, made } = fakeWorld(() => Promise.resolve());
  const heard: PressureLevel[] = [];
  const stop = watchPressure(world, "gpu", (level) => heard.push(level));
  made[0]!.change([{ state: "nominal" }, { state: "serious" }]);
  made[0]!.change([]);
  expect(heard).toEqual(["serious"]);
  stop();
  expect(made[0]!.isOn).toBe(false);
});

test("a browser that refuses or does not know it tells nothing", async () => {
  const heard: PressureLevel[] = [];
  watchPressure({}, "gpu", (level) => heard.push(level))();
  const { world } = fakeWorld(() => Promise.reject(new Error("NotAllowed")));
  watchPressure(world, "gpu", (level) => heard.push(level));
  await Promise.resolve();
  expect(heard).toEqual([]);
});

test.each(["cpu", "software-gpu"] as const)("a %s is busy by its own training", (device) => {
  const { world, made } = fakeWorld(() => Promise.resolve());
  watchPressure(world, device, () => undefined)();
  expect(made).toEqual([]);
});

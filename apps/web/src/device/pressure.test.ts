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
  const stop = watchPressure(world, (level) => heard.push(level));
  made[0]!.change([{ state: "nominal" }, { state: "serious" }]);
  made[0]!.change([]);
  expect(heard).toEqual(["serious"]);
  stop();
  expect(made[0]!.isOn).toBe(false);
});

test("a browser that refuses or does not know it tells nothing", async () => {
  const heard: PressureLevel[] = [];
  watchPressure({}, (level) => heard.push(level))();
  watchPressure(fakeWorld(() => Promise.reject(new Error("NotAllowed"))).world, (level) =>
    heard.push(level),
  );
  await Promise.resolve();
  expect(heard).toEqual([]);
});

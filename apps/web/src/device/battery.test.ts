import { expect, test } from "vitest";
import type { BatteryFacts } from "../state/battery.ts";
import { watchBattery } from "./battery.ts";

function fakeBattery() {
  const battery = Object.assign(new EventTarget(), { charging: true, level: 0.8 });
  const change = (facts: Partial<BatteryFacts>) => {
    Object.assign(battery, facts);
    const name = facts.level === undefined ? "chargingchange" : "levelchange";
    battery.dispatchEvent(new Event(name));
  };
  return { battery, change };
}

test("the figures are told at once and with each change, until it is stopped", async () => {
  const { battery, change } = fakeBattery();
  const heard: BatteryFacts[] = [];
  const stop = watchBattery({ getBattery: () => Promise.resolve(battery) }, (facts) =>
    heard.push(facts),
  );
  await Promise.resolve();
  change({ charging: false });
  change({ level: 0.19 });
  stop();
  change({ level: 0.1 });
  expect(heard).toEqual([
    { charging: true, level: 0.8 },
    { charging: false, level: 0.8 },
    { charging: false, level: 0.19 },
  ]);
});

test("a browser that does not tell, or refuses, tells nothing", async () => {
  const heard: BatteryFacts[] = [];
  const tell = (facts: BatteryFacts) => void heard.push(facts);
  watchBattery({}, tell);
  watchBattery({ getBattery: () => Promise.reject(new Error("not allowed")) }, tell);
  await Promise.resolve();
  expect(heard).toEqual([]);
});

test("who stops before the browser has answered hears nothing", async () => {
  const { battery } = fakeBattery();
  const heard: BatteryFacts[] = [];
  const stop = watchBattery({ getBattery: () => Promise.resolve(battery) }, (facts) =>
    heard.push(facts),
  );
  stop();
  await Promise.resolve();
  expect(heard).toEqual([]);
});

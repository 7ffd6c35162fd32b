import { expect, test } from "vitest";
import { batteryTold, batteryWish, noBattery, overruleBattery } from "./battery.ts";

const at = (level: number, charging = false) => ({ level, charging });
const told = (...facts: ReturnType<typeof at>[]) => facts.reduce(batteryTold, noBattery);

test("a browser that does not tell asks for nothing", () => {
  expect(batteryWish(noBattery)).toBe("none");
});

test("unplugged goes gently, under 20 % pauses, plugged in asks for nothing", () => {
  expect(batteryWish(told(at(1, true)))).toBe("none");
  expect(batteryWish(told(at(0.9)))).toBe("gentle");
  expect(batteryWish(told(at(0.2)))).toBe("gentle");
  expect(batteryWish(told(at(0.19)))).toBe("pause");
  expect(batteryWish(told(at(0.19), at(0.19, true)))).toBe("none");
});

test("full anyway holds until the battery is low, which asks again", () => {
  const anyway = overruleBattery(told(at(0.5)));
  expect(batteryWish(anyway)).toBe("none");
  expect(batteryWish(batteryTold(anyway, at(0.3)))).toBe("none");
  const low = batteryTold(anyway, at(0.1));
  expect(batteryWish(low)).toBe("pause");
  expect(batteryWish(overruleBattery(low))).toBe("none");
});

test("plugging in forgets what was overruled", () => {
  const low = overruleBattery(told(at(0.1)));
  const again = [at(0.1, true), at(0.15, false)].reduce(batteryTold, low);
  expect(batteryWish(again)).toBe("pause");
});

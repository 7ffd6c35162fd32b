import { expect, test } from "vitest";
import { batteryTold, batteryWish, noBattery } from "./battery.ts";
import type { ChosenPace } from "./pace.ts";
import { atFull, isHeldBack, paceChosen } from "./pace-wishes.ts";

const unplugged = batteryTold(noBattery, { charging: false, level: 0.5 });
const low = batteryTold(noBattery, { charging: false, level: 0.1 });
const onBattery = (chosen: ChosenPace) => ({ chosen, battery: unplugged });

test("the battery holds nobody back who goes gently, or is plugged in", () => {
  expect(isHeldBack(onBattery("full"))).toBe(true);
  expect(isHeldBack(onBattery("normal"))).toBe(true);
  expect(isHeldBack(onBattery("gentle"))).toBe(false);
  expect(isHeldBack(atFull)).toBe(false);
});

test.each<[ChosenPace, ChosenPace]>([
  ["full", "full"],
  ["normal", "full"],
  ["gentle", "normal"],
])("on battery at %s, choosing %s is that from then on", (before, after) => {
  const next = paceChosen(onBattery(before), after);
  expect(next.chosen).toBe(after);
  expect(batteryWish(next.battery)).toBe("none");
});

test("choosing gently overrules nothing, and no choice ends the pause of a low battery", () => {
  expect(batteryWish(paceChosen(onBattery("full"), "gentle").battery)).toBe("gentle");
  const next = paceChosen({ chosen: "gentle", battery: low }, "full");
  expect(next.chosen).toBe("full");
  expect(batteryWish(next.battery)).toBe("pause");
});

import { expect, test } from "vitest";
import { workingPace, type PaceWish } from "./pace.ts";

const calm: PaceWish = { chosen: "full", battery: "none", eased: { steps: 0, by: "batches" } };

test("what was chosen holds where nothing asks for less", () => {
  expect(workingPace(calm)).toEqual({ name: "full", as: "full", share: 1, why: "chosen" });
  expect(workingPace({ ...calm, chosen: "normal" })).toMatchObject({ name: "normal", share: 0.75 });
});

test("on battery it is gentle, and says that the battery asks", () => {
  const pace = workingPace({ ...calm, battery: "gentle" });
  expect(pace).toEqual({ name: "gentle", as: "gentle", share: 0.4, why: "battery" });
  const chosen = workingPace({ ...calm, chosen: "gentle", battery: "gentle" });
  expect(chosen.why).toBe("chosen");
});

test("easing is the next pace down, at most two, and has its own name", () => {
  const eased = (steps: number, more: Partial<PaceWish> = {}) =>
    workingPace({ ...calm, ...more, eased: { steps, by: "pressure" } });
  expect(eased(1)).toEqual({ name: "easing", as: "normal", share: 0.75, why: "pressure" });
  expect(eased(2)).toMatchObject({ name: "easing", as: "gentle" });
  expect(eased(9)).toMatchObject({ name: "easing", as: "gentle" });
  expect(eased(1, { chosen: "gentle" })).toMatchObject({ name: "gentle", why: "chosen" });
  expect(eased(1, { battery: "gentle" })).toMatchObject({ name: "gentle", why: "battery" });
});

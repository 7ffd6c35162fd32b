import { describe, expect, test } from "vitest";
import { atEase, batchTold, otherWork, pressureTold, type Easing } from "./easing.ts";

/** `howMany` batches of `ms` each, one a second from `fromMs` on; never the first of a round. */
function work(easing: Easing, ms: number, howMany: number, fromMs: number): Easing {
  let now = easing;
  for (let i = 0; i < howMany; i++) now = batchTold(now, { batch: 2 + i, ms }, fromMs + 1000 * i);
  return now;
}

describe("where the browser tells pressure", () => {
  test.each(["serious", "critical"] as const)("%s is one pace down at once", (level) => {
    const eased = pressureTold(atEase, level, 0);
    expect(eased).toMatchObject({ steps: 1, by: "pressure" });
  });

  test("another pace down only when 20 s did not help, and never below the gentlest", () => {
    let easing = pressureTold(atEase, "serious", 0);
    easing = pressureTold(easing, "critical", 19_999);
    expect(easing.steps).toBe(1);
    easing = pressureTold(easing, "critical", 20_000);
    expect(easing.steps).toBe(2);
    expect(pressureTold(easing, "critical", 80_000).steps).toBe(2);
  });

  test("a pace up after each minute of fair, which batches may tell", () => {
    let easing = { ...atEase, steps: 2 };
    easing = pressureTold(easing, "fair", 0);
    easing = batchTold(easing, { batch: 2, ms: 10 }, 59_999);
    expect(easing.steps).toBe(2);
    easing = batchTold(easing, { batch: 3, ms: 10 }, 60_000);
    expect(easing.steps).toBe(1);
    expect(batchTold(easing, { batch: 4, ms: 10 }, 120_000).steps).toBe(0);
  });

  test("a moment of serious begins the minute anew", () => {
    let easing = pressureTold({ ...atEase, steps: 1 }, "nominal", 0);
    easing = pressureTold(easing, "serious", 50_000);
    easing = pressureTold(easing, "nominal", 51_000);
    expect(pressureTold(easing, "nominal", 110_000).steps).toBe(1);
    expect(pressureTold(easing, "nominal", 111_000).steps).toBe(0);
  });

  test("slow batches say nothing more", () => {
    const calm = pressureTold(atEase, "nominal", 0);
    const busy = work(work(calm, 10, 20, 0), 100, 40, 20_000);
    expect(busy.steps).toBe(0);
  });
});

describe("where the browser tells nothing", () => {
  const usual = work(atEase, 100, 20, 0);

  test("the usual time asks for nothing", () => {
    expect(work(usual, 100, 100, 20_000).steps).toBe(0);
  });

  test("twice the usual time eases off after 20 s, not before", () => {
    const before = work(usual, 400, 20, 20_000);
    expect(before.steps).toBe(0);
    expect(work(before, 400, 10, 40_000)).toMatchObject({ steps: 1, by: "batches" });
  });

  test("between half as much more and twice nothing changes, either way", () => {
    expect(work(usual, 180, 200, 20_000).steps).toBe(0);
    expect(work({ ...usual, steps: 1 }, 180, 200, 20_000).steps).toBe(1);
  });

  test("a minute at the usual time again is a pace up", () => {
    const eased = work(usual, 400, 30, 20_000);
    const calm = work(eased, 100, 75, 50_000);
    expect(calm.steps).toBe(0);
  });

  test("the first batch of a round counts neither for the mean nor for the 20 s", () => {
    const first = batchTold(usual, { batch: 1, ms: 60_000 }, 20_000);
    expect(first.presentMs).toBe(usual.presentMs);
    const heavy = work(usual, 400, 15, 20_000);
    const next = batchTold(heavy, { batch: 1, ms: 400 }, 35_000);
    expect(work(next, 400, 15, 36_000).steps).toBe(0);
  });

  test("another model has another usual time", () => {
    const other = work(otherWork(usual), 1000, 60, 20_000);
    expect(other).toMatchObject({ steps: 0, usualMs: 1000 });
  });
});

import { describe, expect, test } from "vitest";

import { ridge, rooflineFrame, rooflineLimit, rooflinePoints, shownTicks } from "./roofline.ts";

const roof = { gflops: 100, gigabytesPerSecond: 10 };
const size = { width: 640, height: 400, textSize: 16 };
const point = (intensity: number, gflops: number) =>
  ({ name: "a kernel", kind: "forward", intensity, gflops }) as const;

test("below the ridge the copy limits, above it the matrix product", () => {
  expect(ridge(roof)).toBe(10);
  expect(rooflineLimit(roof, 1)).toBe(10);
  expect(rooflineLimit(roof, 10)).toBe(100);
  expect(rooflineLimit(roof, 500)).toBe(100);
});

test("a kernel is a point by its operations a byte; one without a time is none", () => {
  const row = { name: "a", kind: "neurons", flops: 600, bytes: 300, gflops: 7 } as const;
  expect(rooflinePoints([row, { ...row, gflops: null }])).toEqual([
    { name: "a", kind: "neurons", intensity: 2, gflops: 7 },
  ]);
});

describe("the plot", () => {
  test("spans whole powers of ten around roof and points", () => {
    const { xTicks, yTicks } = rooflineFrame(roof, [point(0.5, 2), point(300, 90)], size);
    expect(xTicks.map(({ label }) => label)).toEqual(["0.1", "1", "10", "100", "1,000"]);
    expect(yTicks.map(({ label }) => label)).toEqual(["1", "10", "100"]);
  });

  test("lies inside its box, higher is faster, further right is more work a byte", () => {
    const frame = rooflineFrame(roof, [point(0.5, 2), point(300, 90)], size);
    const { left, right, top, bottom, marks, roof: corners } = frame;
    for (const { x, y } of [...marks, ...corners]) {
      expect(x).toBeGreaterThanOrEqual(left);
      expect(x).toBeLessThanOrEqual(right);
      expect(y).toBeGreaterThanOrEqual(top);
      expect(y).toBeLessThanOrEqual(bottom);
    }
    expect(marks[0]!.x).toBeLessThan(marks[1]!.x);
    expect(marks[0]!.y).toBeGreaterThan(marks[1]!.y);
  });

  test("leaves room for the longest label on its left", () => {
    const { left } = rooflineFrame(roof, [point(1, 5)], size);
    const wide = rooflineFrame({ ...roof, gflops: 90_000 }, [point(1, 5)], size);
    expect(wide.yTicks.at(-1)!.label).toBe("100,000");
    expect(wide.left).toBeGreaterThan(left);
  });

  test("has a roof that rises to the ridge and is flat behind it", () => {
    const { roof: corners, yTicks } = rooflineFrame(roof, [point(1, 5)], size);
    const [start, corner, end] = corners;
    expect(start!.y).toBeGreaterThan(corner!.y);
    expect(corner!.y).toBe(end!.y);
    expect(corner!.y).toBe(yTicks.find(({ label }) => label === "100")!.at);
  });

  test("begins the slope at the lowest line where the roof starts below it", () => {
    const { roof: corners, bottom } = rooflineFrame(roof, [point(0.01, 50)], size);
    expect(corners[0]!.y).toBeCloseTo(bottom, 6);
    expect(corners[1]!.x).toBeGreaterThan(corners[0]!.x);
  });

  test("of a single point on the ridge still has two lines each way", () => {
    const { xTicks, yTicks } = rooflineFrame(roof, [point(10, 100)], size);
    expect(xTicks.length).toBeGreaterThan(1);
    expect(yTicks.length).toBeGreaterThan(1);
  });
});

test("labels that would touch are left out, evenly", () => {
  const ticks = ["0.1", "1", "10", "100", "1,000"].map((label, i) => ({ at: 40 * i, label }));
  expect(shownTicks(ticks, 10)).toEqual(ticks);
  expect(shownTicks(ticks, 16).map(({ label }) => label)).toEqual(["0.1", "10", "1,000"]);
  expect(shownTicks(ticks.slice(0, 1), 16)).toHaveLength(1);
});

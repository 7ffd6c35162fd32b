import { expect, test } from "vitest";
import type { Curve, CurvePoint } from "../state/curve.ts";
import { chartFrame, endLabels, type ChartFrame, type EndLabel } from "./chart-frame.ts";

const curve = (points: CurvePoint[], lastRound: number): Curve => ({
  points,
  lastRound,
  guessing: 0.1,
  testSamples: 1000,
});

const size = { width: 600, height: 300 };

test("0 % is at the bottom, 100 % at the top, the last round inside the frame", () => {
  const frame = chartFrame(size, curve([], 20), 16);
  expect(frame.y(0)).toBe(frame.bottom);
  expect(frame.y(1)).toBe(frame.top);
  expect(frame.x(1)).toBeGreaterThan(frame.left);
  expect(frame.x(20)).toBeLessThanOrEqual(frame.right);
});

test("one single round is drawn too", () => {
  expect(Number.isFinite(chartFrame(size, curve([], 1), 16).x(1))).toBe(true);
});

test("names of close lines do not overlap", () => {
  const points = [{ round: 3, group: 0.3, mine: 0.31, isSkipped: false, isTakenBack: false }];
  const [group, mine] = endLabels(chartFrame(size, curve(points, 10), 16), curve(points, 10));
  expect(Math.abs(group!.y - mine!.y)).toBeGreaterThanOrEqual(20);
});

test("a name that would leave the frame is written above the point", () => {
  const points = [{ round: 10, group: 0.3, mine: null, isSkipped: false, isTakenBack: false }];
  const frame = chartFrame(size, curve(points, 10), 16);
  const [group] = endLabels(frame, curve(points, 10));
  expect(group).toMatchObject({ anchor: "end", x: frame.right, text: "group 30.0\u00a0%" });
});

test.each([200, 230, 320, 400, 900, 1900])("no name leaves a drawing of %i px", (width) => {
  const shares = [0, 0.01, 0.5, 0.9, 0.95, 0.99, 1];
  for (const group of shares)
    for (const mine of shares)
      for (const round of [1, 11, 20]) {
        const points = [{ round, group, mine, isSkipped: false, isTakenBack: false }];
        const frame = chartFrame({ width, height: 280 }, curve(points, 20), 16);
        const labels = endLabels(frame, curve(points, 20));
        expect(Math.abs(labels[0]!.y - labels[1]!.y)).toBeGreaterThan(19.99);
        for (const label of labels) expect(boxOf(label), label.text).toSatisfy(isWithin(frame));
      }
});

/** Where letters of 16 px lie: the tallest reach their size above the line, a "y" a quarter below. */
function boxOf({ x, y, anchor, text }: EndLabel) {
  const length = text.length * 16 * 0.56;
  const left = anchor === "start" ? x : x - length;
  return { left, right: left + length, top: y - 16, bottom: y + 4 };
}

const isWithin =
  ({ width, height }: ChartFrame) =>
  ({ left, right, top, bottom }: ReturnType<typeof boxOf>) =>
    left >= 0 && right <= width && top >= 0 && bottom <= height;

test("a round that was taken back names no line of the group's, though one's own", () => {
  const common = { isSkipped: false, mine: 0.5 };
  const points = [
    { ...common, round: 4, group: 0.42, isTakenBack: false },
    { ...common, round: 5, group: 0.1, mine: 0.6, isTakenBack: true },
  ];
  const labels = endLabels(chartFrame(size, curve(points, 10), 16), curve(points, 10));
  expect(labels.map(({ text }) => text)).toEqual(["group 42.0\u00a0%", "you 60.0\u00a0%"]);
});

test("nothing measured, nothing named", () => {
  expect(endLabels(chartFrame(size, curve([], 10), 16), curve([], 10))).toEqual([]);
});

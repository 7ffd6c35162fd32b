import { wilson } from "@spikefed/fl-core";
import { describe, expect, test } from "vitest";

import { mean, standardDeviation, studentInterval, studentQuantile } from "./statistics.ts";

// Two-sided 95 % and 99 % points, NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
test.each([
  [1, 12.706, 63.657],
  [2, 4.303, 9.925],
  [3, 3.182, 5.841],
  [4, 2.776, 4.604],
  [5, 2.571, 4.032],
  [9, 2.262, 3.25],
  [10, 2.228, 3.169],
  [29, 2.045, 2.756],
  [30, 2.042, 2.75],
  [100, 1.984, 2.626],
])("Student's t with %i degrees of freedom is that of the tables", (freedom, at95, at99) => {
  expect(studentQuantile(freedom, 0.95)).toBeCloseTo(at95, 3);
  expect(studentQuantile(freedom, 0.99)).toBeCloseTo(at99, 3);
});

test("FedSNN's replication, 81.50, 82.16, 81.55: 81.74 +- 0.37, in an interval of 2 freedoms", () => {
  const runs = [81.5, 82.16, 81.55];
  expect(mean(runs)).toBeCloseTo(81.737, 3);
  expect(standardDeviation(runs)).toBeCloseTo(0.37, 2);
  const { low, high } = studentInterval(runs)!;
  expect(low).toBeCloseTo(81.737 - (4.3027 * 0.3675) / Math.sqrt(3), 2);
  expect(high).toBeCloseTo(81.737 + (4.3027 * 0.3675) / Math.sqrt(3), 2);
});

test("Student's sleep data: mean 1.58, deviation 1.23, interval 0.70 to 2.46", () => {
  // The difference of two drugs in ten patients; R: t.test(extra ~ group, sleep, paired = TRUE).
  const hours = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
  expect(mean(hours)).toBeCloseTo(1.58, 10);
  expect(standardDeviation(hours)).toBeCloseTo(1.229995, 6);
  const { low, high } = studentInterval(hours)!;
  expect(low).toBeCloseTo(0.7001142, 5);
  expect(high).toBeCloseTo(2.4598858, 5);
});

describe("too few values", () => {
  test("of none there is no mean, of one no spread and no interval", () => {
    expect(mean([])).toBeNull();
    expect([mean([3]), standardDeviation([3]), studentInterval([3])]).toEqual([3, null, null]);
  });

  test("of two equal ones the interval is a point", () => {
    expect(studentInterval([0.5, 0.5])).toEqual({ low: 0.5, high: 0.5 });
  });
});

// Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17,
// 1998, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("Wilson's interval of %i in %i is that of Newcombe's table", (right, of, low, high) => {
  expect(wilson(right, of)?.low).toBeCloseTo(low, 4);
  expect(wilson(right, of)?.high).toBeCloseTo(high, 4);
});

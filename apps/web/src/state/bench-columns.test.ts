import { describe, expect, test } from "vitest";
import {
  type ColumnGroup,
  figure,
  kernelGroups,
  kernelNote,
  stepGroups,
  stepNote,
} from "./bench-columns.ts";
import { rooflineSentence } from "./roofline-words.ts";
import { ceiling, kernelRow, stepRow, wrongRow } from "./testing/bench-facts.ts";

/** `Ours: Time, ms` -> the cell's text. */
function cellsOf<Row>(
  groups: readonly ColumnGroup<Row>[],
  row: Row,
): Record<string, string | null> {
  const cells = groups.flatMap(({ title: group, columns }) =>
    columns.map(({ title, unit, cell }) => {
      const name = unit === null ? title : `${title}, ${unit}`;
      return [`${group}: ${name}`, cell(row)];
    }),
  );
  return Object.fromEntries(cells) as Record<string, string | null>;
}

test("figures have three digits that count, large ones commas; missing is null, never 0", () => {
  expect([0.0123, 7.7, 999, 1234.5, 1e6, 0, null, NaN, Infinity].map(figure)).toEqual([
    ...["0.0123", "7.70", "999", "1,235", "1,000,000", "0", null, null, null],
  ]);
});

describe("a kernel's row", () => {
  test("has each figure with its unit in the head", () => {
    expect(cellsOf(kernelGroups, kernelRow)).toEqual({
      "Ours: Time, ms": "0.0123",
      "Ours: Speed, GFLOP/s": "40.0",
      "Ours: Of the product, %": "80.0",
      "Ours: Of the copy, %": "5.00",
      "Ours: Of the roof, %": "81.2",
      "Ours: Dispatches": "1",
      "Against tfjs: Time of tfjs, ms": "1,235",
      "Against tfjs: Times as fast": "4.00",
      "Against tfjs: Its range": "3.50 to 4.25",
    });
    expect(kernelNote(kernelRow)).toBe("against tf.conv2d");
  });

  test("without a time has none anywhere, and says why", () => {
    const { "Ours: Dispatches": dispatches, ...rest } = cellsOf(kernelGroups, wrongRow);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
    expect(dispatches).toBe("1");
    expect(kernelNote(wrongRow)).toBe(
      "Not timed: the result is not that of tfjs (relative error 5.0e-1)",
    );
  });
});

describe("a step's row", () => {
  test("has ours, theirs and the ratio", () => {
    expect(cellsOf(stepGroups, stepRow)).toEqual({
      "Ours: Speed, images/s": "123",
      "Ours: Time, ms": "65.0",
      "Ours: Work, GFLOP/s": "9.50",
      "Ours: Of the product, %": "31.0",
      "Ours: Dispatches": "39",
      "Ours: Peak, MB": "5.67",
      "tfjs ops: Speed, images/s": "10.3",
      "tfjs ops: Dispatches": "1,410",
      "tfjs ops: Peak, MB": "120",
      "Against tfjs: Times as fast": "12.0",
      "Against tfjs: Its range": "11.0 to 13.0",
    });
    expect(stepNote(stepRow)).toBeNull();
  });

  test("without tfjs has no figures of it, and its note", () => {
    const row = { ...stepRow, tfjs: null, tfjsRatio: null, ratio: null, note: "tfjs not run" };
    const cells = cellsOf(stepGroups, row);
    expect([cells["tfjs ops: Peak, MB"], cells["Against tfjs: Its range"]]).toEqual([null, null]);
    expect(stepNote(row)).toBe("tfjs not run");
    expect(stepNote({ ...row, problem: "too large" })).toBe("Not timed: too large");
  });
});

test("the roofline in a sentence names the kernel nearest to the roof", () => {
  const roof = "The roof is 1,235 GFLOP/s, and 20.0 GB/s on its slope.";
  expect(rooflineSentence(ceiling, [wrongRow])).toBe(`${roof} No kernel is timed yet.`);
  const slow = { ...kernelRow, name: "slow", rooflineShare: 0.1 };
  expect(rooflineSentence(ceiling, [slow, kernelRow])).toBe(
    `${roof} Nearest to it, at 81.2\u00a0%: a kernel.`,
  );
});

import { describe, expect, test } from "vitest";
import { madeUpSet, printOf } from "./testing/made-up-data.ts";
import {
  concatSets,
  emptySet,
  joinRecords,
  recordFormats,
  splitRecords,
  type RecordFormat,
} from "./record-format.ts";

const formats: RecordFormat[] = [recordFormats.cifar10, recordFormats.cifar100];

describe.each(formats)("the records of $title", (format) => {
  test("come out of splitting and joining unchanged", () => {
    const set = madeUpSet(format, 7);
    const bytes = joinRecords(format, set);
    const again = emptySet(format, 7);
    splitRecords(format, { bytes, file: "made up" }, again);
    expect(bytes.length).toBe(7 * format.recordBytes);
    expect(printOf(again)).toEqual(printOf(set));
  });

  test("start with the label bytes and go on with the planes", () => {
    const set = emptySet(format, 1);
    set.labels[0] = 9;
    if (set.coarse) set.coarse[0] = 4;
    set.pixels.set([1, 2], 0);
    set.pixels.set([3], 1024);
    set.pixels.set([5], 3071);
    const bytes = joinRecords(format, set);
    const labels = format.labelBytes === 1 ? [9] : [4, 9];
    expect([...bytes.subarray(0, format.labelBytes + 2)]).toEqual([...labels, 1, 2]);
    expect(bytes[format.labelBytes + 1024]).toBe(3);
    expect(bytes.at(-1)).toBe(5);
  });

  test("refuse a label that is too large and say where it is", () => {
    const bytes = joinRecords(format, madeUpSet(format, 3));
    bytes[2 * format.recordBytes + format.labelBytes - 1] = format.classes;
    const split = () => splitRecords(format, { bytes, file: "x.bin" }, emptySet(format, 3));
    expect(split).toThrow(`record 2 of x.bin has label ${format.classes}`);
  });

  test("of several sets follow each other in one", () => {
    const parts = [madeUpSet(format, 2), madeUpSet(format, 3, 1)];
    const whole = concatSets(format, parts);
    const bytes = parts.flatMap((part) => [...joinRecords(format, part)]);
    expect([...joinRecords(format, whole)]).toEqual(bytes);
  });
});

import type { Receipt } from "@spikefed/volunteer";
import { expect, test } from "vitest";
import { receiptRows } from "./receipt-words.ts";

const good: Receipt = {
  ...{ round: 3, record: "ab12".repeat(16), key: "cd34".repeat(16), problem: null },
  ...{ hash: true, contains: true, follows: true, signature: true, sameKey: true },
};
const checked = (changes: Partial<Receipt>) => receiptRows({ ...good, ...changes })[2]![1];

test("before the first record, it says so", () => {
  expect(receiptRows(null)).toEqual([["Last record", "none has counted this device yet"]]);
});

test("a record is shown with its whole hash and key, to be compared", () => {
  expect(receiptRows(good).slice(0, 2)).toEqual([
    ["Last record", `round 3: ${good.record}`],
    ["Record's key", good.key],
  ]);
  expect(receiptRows({ ...good, key: null })[1]).toEqual(["Record's key", "not known"]);
});

test("what was not checked is not shown as right", () => {
  expect(checked({ signature: null, contains: null })).toBe(
    "as the log names it: yes; has this device's update: not checked; " +
      "follows the record before: yes; signature: not checked; key as before: yes",
  );
  expect(checked({ hash: null })).toBe("being fetched");
});

test.each([
  [{ hash: false }, "WRONG: its bytes do not have the hash that the log names"],
  [
    { contains: false, sameKey: false },
    "WRONG: the update that this device sent is not in it; another key signed it than before",
  ],
  [{ problem: "it is not JSON", hash: null }, "no: it could not be read"],
])("%j is told alone", (changes, words) => {
  expect(checked(changes)).toBe(words);
});

test("why a record could not be read is a row of its own, in the English in which it came", () => {
  const rows = receiptRows({ ...good, problem: "it is not JSON", hash: null });
  expect(rows.at(-1)).toEqual(["Record's problem", "it is not JSON", "en"]);
  expect(receiptRows(good)).toHaveLength(3);
});

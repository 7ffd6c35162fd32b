import * as fc from "fast-check";
import { expect, test } from "vitest";

import { plainName, plainText } from "./plain-text.ts";

test.each([
  ["Ada Lovelace", "Ada Lovelace"],
  ["  Ada \t\n Lovelace ", "Ada Lovelace"],
  ["\u202eecilA\u202c", "ecilA"], // right to left
  ["A\u200bd\u2060a\ufeff", "Ada"], // signs without width
  ["\u{1d400}da", "Ada"], // a mathematical A
  ["Ａｄａ", "Ada"],
  ["Å", "Å"], // A with a ring above: one sign of two
  ["a\u0300\u0301\u0302\u0303\u0304b", "\u00e0\u0301\u0302b"], // no tower of marks
  ["\u001b[31mred", "[31mred"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"], // a name is text, and shown as such
  ["\ud800x", "x"],
  ["José 😀", "José 😀"],
])("the name %j is kept as %j", (given, kept) => {
  expect(plainName(given)).toBe(kept);
});

test("a text keeps its words apart when a line end is taken out", () => {
  expect(plainText("one\r\ntwo\u2028three\u001b[2J")).toBe("one two three [2J");
});

test("whatever is given: nothing unseen is left, and cleaning again changes nothing", () => {
  const unwanted = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
  const signs = fc.string({ unit: "binary", maxLength: 60 });
  fc.assert(
    fc.property(signs, (text) => {
      for (const clean of [plainText, plainName]) {
        const once = clean(text);
        expect(once).not.toMatch(unwanted);
        expect(clean(once)).toBe(once);
      }
    }),
    { numRuns: 1000 },
  );
});

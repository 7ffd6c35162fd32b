import fc from "fast-check";
import { expect, test } from "vitest";

import { canonicalJson } from "./canonical-json.ts";

test("the example of RFC 8785, section 3.2.2", () => {
  const value: unknown = JSON.parse(`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
    "literals": [null, true, false]
  }`);
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("keys in the order of UTF-16 units, as the example of section 3.2.3 has them", () => {
  const value = {
    ...{ "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet" },
    ...{ "1": "One", "\ud83d\ude00": "Emoji", "\u0080": "Control", "\u00f6": "o with Diaeresis" },
  };
  expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toEqual(
    // JSON.parse puts the key "1" first, as any object does
    ["One", "Carriage Return", "Control", "o with Diaeresis", "Euro Sign", "Emoji"].concat(
      "Hebrew Letter Dalet",
    ),
  );
  expect(canonicalJson(value).indexOf("Carriage")).toBeLessThan(
    canonicalJson(value).indexOf("One"),
  );
});

/** Appendix B of RFC 8785: the bits of a double, and its text. */
test.each([
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555557", "333333333.33333343"],
])("the double %s is %s", (bits, text) => {
  const value = Buffer.from(bits, "hex").readDoubleBE();
  expect(canonicalJson(value)).toBe(text);
});

test("the order of keys does not matter, and the text says the value", () => {
  const value = fc
    .jsonValue({ maxDepth: 4 })
    .filter((made) => !JSON.stringify(made).includes("-0"));
  fc.assert(
    fc.property(value, (made) => {
      const text = canonicalJson(made);
      expect(canonicalJson(turned(made))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(made)));
    }),
    { seed: 8785 },
  );
});

/** The same value with its keys put in the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, turned(inner)]));
}

test.each([NaN, Infinity, undefined, "\ud800", [undefined], { a: 1n }, new Date(0), new Map()])(
  "%s is refused",
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  },
);

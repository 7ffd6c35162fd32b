import { expect, test } from "vitest";
import { firstLanguage } from "./languages.ts";

test("the address comes before what was chosen, that before the browser's languages", () => {
  expect(firstLanguage("en-XA", "en", ["en"])).toBe("en-XA");
  expect(firstLanguage(null, "en-XA", ["en"])).toBe("en-XA");
  expect(firstLanguage(null, null, ["en-GB", "fr"])).toBe("en");
  expect(firstLanguage(null, null, ["pt-BR", "de-AT", "en"])).toBe("de");
});

test("what nobody speaks here is passed over; in the end it is English", () => {
  expect(firstLanguage("xx", "yy", ["zz-ZZ", "en-US"])).toBe("en");
  expect(firstLanguage(null, null, [])).toBe("en");
  expect(firstLanguage("", "toString", ["constructor"])).toBe("en");
});

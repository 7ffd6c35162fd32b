import { afterEach, expect, test } from "vitest";
import { currentLanguage } from "./current-language.ts";
import { fixedText, listText, numberText } from "./intl.ts";
import { englishLanguage } from "./languages.ts";

afterEach(() => (currentLanguage.value = englishLanguage));

test("decimals are rounded as reports round them", () => {
  for (let k = 0; k <= 2000; k++) expect(fixedText(k / 20, 1)).toBe((k / 20).toFixed(1));
});

test("a number keeps all its digits", () => {
  expect(numberText(0.000_05)).toBe("0.00005");
  expect(numberText(12_000)).toBe("12,000");
});

test("another language writes numbers and lists its own way", () => {
  currentLanguage.value = { ...englishLanguage, locale: "de" };
  expect(fixedText(48.7, 1)).toBe("48,7");
  expect(numberText(12_000)).toBe("12.000");
  expect(listText(["Frösche", "Schiffe", "Katzen"])).toBe("Frösche, Schiffe und Katzen");
  expect(listText(["Frösche", "Katzen"])).toBe("Frösche und Katzen");
  expect([listText(["Frösche"]), listText([])]).toEqual(["Frösche", ""]);
});

test("a number that was written before is written anew in another language", () => {
  const write = () => [-0, 0, 7, 1_999, 2_000, 0.5].map(numberText);
  const english = ["-0", "0", "7", "1,999", "2,000", "0.5"];
  expect([write(), write()]).toEqual([english, english]);
  currentLanguage.value = { ...englishLanguage, locale: "de" };
  expect(write()).toEqual(["-0", "0", "7", "1.999", "2.000", "0,5"]);
  expect(fixedText(1_234.4, 0)).toBe("1.234");
});

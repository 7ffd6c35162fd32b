import { defaultSettings } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";
import { currentLanguage } from "../i18n/current-language.ts";
import { englishLanguage } from "../i18n/languages.ts";
import { faultChanges, faultTexts, readFault } from "./fault-fields.ts";

afterEach(() => (currentLanguage.value = englishLanguage));

test("only what differs from the settings in force is changed", () => {
  const now = { ...defaultSettings, stragglerProbability: 0.25, gradientNoise: 0.5 };
  const texts = faultTexts(now);
  expect(texts).toEqual({ stragglers: "25", noise: "0.5" });
  expect(faultChanges(texts, now)).toBeNull();
  expect(faultChanges({ ...texts, noise: "0,75" }, now)).toEqual({ gradientNoise: 0.75 });
  expect(faultChanges({ stragglers: "0", noise: "0" }, now)).toEqual({
    ...{ stragglerProbability: 0, gradientNoise: 0 },
  });
});

test("a number is shown as the language writes it, and read again", () => {
  currentLanguage.value = { ...englishLanguage, locale: "de" };
  const now = { ...defaultSettings, gradientNoise: 0.5 };
  const texts = faultTexts(now);
  expect(texts.noise).toBe("0,5");
  expect(readFault("noise", texts.noise)).toBe(0.5);
  expect(faultChanges(texts, now)).toBeNull();
});

test.each(["", "-1", "1e1", "100", "many", "0x5"])("%o is no chance in percent", (text) => {
  expect(readFault("stragglers", text)).toBeNull();
  expect(faultChanges({ stragglers: text, noise: "1" }, defaultSettings)).toBeNull();
});

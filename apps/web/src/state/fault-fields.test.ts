import { defaultFedBuff, defaultSettings } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";
import { currentLanguage } from "../i18n/current-language.ts";
import { englishLanguage } from "../i18n/languages.ts";
import { faultChanges, faultFields, faultTexts, isRight } from "./fault-fields.ts";

afterEach(() => (currentLanguage.value = englishLanguage));

test("only what differs from the settings in force is changed", () => {
  const now = { ...defaultSettings, stragglerProbability: 0.25, gradientNoise: 0.5 };
  const texts = faultTexts(now);
  expect(texts).toEqual({ participants: "", stragglers: "25", noise: "0.5" });
  expect(faultChanges(texts, now)).toBeNull();
  expect(faultChanges({ ...texts, noise: "0,75" }, now)).toEqual({ gradientNoise: 0.75 });
  expect(faultChanges({ participants: "12", stragglers: "0", noise: "0" }, now)).toEqual({
    ...{ participants: 12, stragglerProbability: 0, gradientNoise: 0 },
  });
});

test("no number of participants is everybody, and is a change where there was a number", () => {
  const now = { ...defaultSettings, participants: 4 };
  const texts = faultTexts(now);
  expect(texts.participants).toBe("4");
  expect(faultChanges({ ...texts, participants: " " }, now)).toEqual({ participants: null });
  expect(faultChanges({ ...texts, participants: " " }, defaultSettings)).toBeNull();
});

test("participants are whole, at least as many as must report, and at most the places", () => {
  const now = { ...defaultSettings, clients: 8, minReports: 3 };
  const right = ["", "2", "3", "5", "8", "9", "3.5", "-3", "few"].filter((text) =>
    isRight("participants", text, now),
  );
  expect(right).toEqual(["", "3", "5", "8"]);
  expect(faultChanges({ ...faultTexts(now), participants: "2", noise: "1" }, now)).toBeNull();
});

test("with FedBuff nobody is asked for a chance that it refuses", () => {
  const buffered = { ...defaultSettings, scheduler: defaultFedBuff };
  expect(faultFields(buffered)).toEqual(["participants", "noise"]);
  const texts = { participants: "2", stragglers: "50", noise: "0" };
  expect(faultChanges(texts, buffered)).toEqual({ participants: 2 });
});

test("a number is shown as the language writes it, and read again", () => {
  currentLanguage.value = { ...englishLanguage, locale: "de" };
  const now = { ...defaultSettings, gradientNoise: 0.5 };
  const texts = faultTexts(now);
  expect(texts.noise).toBe("0,5");
  expect(isRight("noise", texts.noise, now)).toBe(true);
  expect(faultChanges(texts, now)).toBeNull();
});

test.each(["", "-1", "1e1", "100", "many", "0x5"])("%o is no chance in percent", (text) => {
  expect(isRight("stragglers", text, defaultSettings)).toBe(false);
  const texts = { participants: "", stragglers: text, noise: "1" };
  expect(faultChanges(texts, defaultSettings)).toBeNull();
});

import { afterEach, expect, test } from "vitest";
import { SpikefedError, errorKinds } from "@spikefed/protocol";
import { currentLanguage } from "../i18n/current-language.ts";
import { problems } from "../i18n/en/problems.ts";
import { englishLanguage, loadLanguage } from "../i18n/languages.ts";
import { problemWords } from "./problem-words.ts";

afterEach(() => (currentLanguage.value = englishLanguage));

const full = new SpikefedError("room/full", { limit: 17 }).report();

test("English shows the words of the error, with its numbers", () => {
  expect(problemWords(full)).toBe(full);
});

test("another language has its own words, the code stays", async () => {
  currentLanguage.value = await loadLanguage("de");
  expect(problemWords(full)).toMatchObject({
    code: "room/full",
    fact: "Alle Plätze sind vergeben.",
    cure: expect.stringMatching(/^Schau zu/) as string,
    details: `room/full: ${full.fact}. ${full.cure}`,
  });
});

test("an error that the tables do not have stays English, and says so", async () => {
  currentLanguage.value = await loadLanguage("de");
  const unknown = { code: "net/odd", fact: "odd", cure: "Wait." };
  expect(problemWords(unknown)).toEqual({ ...unknown, lang: "en" });
});

test("every code of the tables is one of the protocol or of the page itself, with a cure", () => {
  const codes = Object.keys(problems).filter((key) => !key.endsWith("/cure"));
  expect(codes.filter((code) => !Object.hasOwn(errorKinds, code))).toEqual([
    ...["net/blocked", "net/offline", "worker/failed"],
  ]);
  expect(Object.keys(problems)).toHaveLength(2 * codes.length);
});

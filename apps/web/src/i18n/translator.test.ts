import { afterEach, expect, expectTypeOf, test } from "vitest";
import { currentLanguage } from "./current-language.ts";
import type { Values } from "./entry.ts";
import { englishLanguage, loadLanguage, type Words } from "./languages.ts";
import { translator } from "./translator.ts";

const table = {
  hello: "Hello",
  room: "Room {code}",
  helped: { one: "{name} helped in {count} round", other: "{name} helped in {count} rounds" },
} as const;
const { t, rich } = translator("test", table);

afterEach(() => (currentLanguage.value = englishLanguage));

const speak = (locale: string, dir: "ltr" | "rtl", words: Words) =>
  (currentLanguage.value = { ...englishLanguage, locale, dir, words });

test("a text takes its values, and numbers as the language writes them", () => {
  expect(t("hello")).toBe("Hello");
  expect(t("room", { code: "K7QF" })).toBe("Room K7QF");
  expect(t("helped", { name: "Quiet Otter", count: 1 })).toBe("Quiet Otter helped in 1 round");
  expect(t("helped", { name: "Bold Lynx", count: 1200 })).toBe("Bold Lynx helped in 1,200 rounds");
});

test("a value may begin a text, end it and stand beside another", () => {
  const beside = translator("test", {
    code: "{code}",
    both: "{code}{name}",
    twice: "{code}, {code}",
  });
  expect(beside.t("code", { code: 0 })).toBe("0");
  expect(beside.t("both", { code: "K7QF", name: "" })).toBe("K7QF");
  expect(beside.t("twice", { code: 1200 })).toBe("1,200, 1,200");
});

test("a missing key, a missing value and a wrong one fail the types", () => {
  expectTypeOf<Parameters<typeof t<"helped">>[1]>().toEqualTypeOf<{
    name: string | number;
    count: number;
  }>();
  expectTypeOf<Values<"Room {code}", string>>().toEqualTypeOf<[values: { code: string }]>();
  // @ts-expect-error no such key
  expect(t("bye")).toBe("bye");
  // @ts-expect-error no value
  expect(t("room")).toBe("Room ");
  // @ts-expect-error not this value
  expect(t("room", { name: "K7QF" })).toBe("Room ");
  // @ts-expect-error a count is a number
  expect(t("helped", { name: "Quiet Otter", count: "2" })).toContain("2");
});

test("elements stay as they are between the parts of a text", () => {
  const code = { tag: "bdi" };
  expect(rich("room", { code })).toEqual(["Room ", code]);
  expect(rich("hello")).toEqual(["Hello"]);
});

test("the plural is the language's, not the English one", () => {
  speak("ar-u-nu-latn", "ltr", () => ({
    one: "1",
    two: "2",
    few: "3-10",
    many: "11-99",
    other: "100",
  }));
  const forms = [1, 2, 7, 11, 100].map((count) => t("helped", { name: "", count }));
  expect(forms).toEqual(["1", "2", "3-10", "11-99", "100"]);
});

test("from right to left, a name is set apart; a number and an element are not", () => {
  speak("ar-u-nu-latn", "rtl", (_area, _key, english) => english);
  expect(t("room", { code: "K7QF" })).toBe("Room \u2068K7QF\u2069");
  expect(t("room", { code: 7 })).toBe("Room 7");
  expect(rich("room", { code: ["K7QF"] })).toEqual(["Room ", ["K7QF"]]);
});

test("what a language does not have is shown in English", () => {
  speak("de", "ltr", (area, key) => (area === "test" && key === "hello" ? "Hallo" : undefined));
  expect(t("hello")).toBe("Hallo");
  expect(t("room", { code: "K7QF" })).toBe("Room K7QF");
});

test("the pseudo-language is longer, accented and keeps its values", async () => {
  currentLanguage.value = await loadLanguage("en-XA");
  expect(t("room", { code: "K7QF" })).toMatch(/^\[Ŕóóɱ K7QF ·+\]$/);
  expect(t("helped", { name: "A", count: 2 })).toMatch(/^\[A ħéĺƥéđ|ħéļƥéđ/);
  expect(t("hello").length).toBeGreaterThanOrEqual(7);
});

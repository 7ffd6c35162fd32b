// Every language against the English tables: the same keys, names and forms of plural.
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { namesIn, textsOf, type Entry, type Table } from "./entry.ts";
import { languageCodes, languages, loadLanguage, type Language } from "./languages.ts";

const files = readdirSync(new URL("en", import.meta.url)).filter((file) => file.endsWith(".ts"));
const areas = files.map((file) => file.replace(/\.ts$/, ""));

async function entriesOf(area: string): Promise<[key: string, english: Entry][]> {
  const module = (await import(`./en/${area}.ts`)) as Record<string, unknown>;
  return Object.entries(module[area] as Table);
}

describe.each(languageCodes)("%s", (code) => {
  let language: Language;
  beforeAll(async () => {
    language = await loadLanguage(code);
  }, 60_000);

  test.each(areas)("has every word of %s", async (area) => {
    const missing = (await entriesOf(area)).filter(
      ([key, english]) => language.words(area, key, english) === undefined,
    );
    expect(missing.map(([key]) => key)).toEqual([]);
  });

  test.each(areas)("keeps the names of values in %s", async (area) => {
    for (const [key, english] of await entriesOf(area)) {
      const words = language.words(area, key, english) ?? english;
      const wanted = namesOf(english);
      expect(namesOf(words), `${area}.${key}`).toEqual(wanted);
      expect(typeof words, `${area}.${key}`).toBe(typeof english);
    }
  });

  test.each(areas)("has the forms of plural that its grammar asks for in %s", async (area) => {
    const { pluralCategories } = new Intl.PluralRules(languages[code].locale).resolvedOptions();
    for (const [key, english] of await entriesOf(area)) {
      const words = language.words(area, key, english) ?? english;
      if (typeof words === "string") continue;
      expect(Object.keys(words).sort(), `${area}.${key}`).toEqual([...pluralCategories].sort());
    }
  });
});

/** Whatever its form names the number with: "a device" needs none. */
function namesOf(entry: Entry): string[] {
  const names = typeof entry === "string" ? namesIn(entry) : namesIn(textsOf(entry).join(" "));
  return names.sort();
}

// Names of classes: of the sets that people meet here in their language, of others as the set has them.

import { picture, t } from "../i18n/en/picture.ts";

type Keys = keyof typeof picture;
/** The classes that the table has: one, and many. */
type KnownClass = { [K in Keys]: `${K}Many` extends Keys ? K : never }[Keys];

/** "vertical bars" -> "verticalBars", where the table has it. */
function known(name: string): KnownClass | null {
  const key = name.replace(/[ _](\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(picture, `${key}Many`) ? (key as KnownClass) : null;
}

export function className(classes: readonly string[], label: number): string {
  const name = classes[label];
  if (name === undefined) return t("class", { label });
  const key = known(name);
  return key === null ? name.replaceAll("_", " ") : t(key);
}

const irregular: Record<string, string> = {
  bus: "buses",
  fish: "fish",
  "aquarium fish": "aquarium fish",
  man: "men",
  woman: "women",
  mouse: "mice",
  wolf: "wolves",
};

/** "frog" -> "frogs"; what the table does not have is formed as in English. */
export function pluralName(name: string): string {
  const key = known(name);
  if (key !== null) return t(`${key}Many`);
  const plain = name.replaceAll("_", " ");
  const other = irregular[plain];
  if (other !== undefined) return other;
  if (/[^s]s$/.test(plain)) return plain; // plural already
  if (/(?:ss|x|ch|sh)$/.test(plain)) return `${plain}es`;
  if (/[^aeiou]y$/.test(plain)) return `${plain.slice(0, -1)}ies`;
  return `${plain}s`;
}

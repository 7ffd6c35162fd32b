// Text of strangers, before it is kept, shown or printed: without the signs that do something to the
// text around them.

/**
 * Control signs, line ends, signs that turn the line around or that nobody sees, halves of a sign.
 * The joiner of emoji is among them: a family becomes its members.
 */
const UNWANTED = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** More than two marks on a letter grow out of their line. */
const TOWERS = /(\p{M}{2})\p{M}+/gu;

/** One line that can be shown: what is unwanted becomes a space, and spaces become one. */
export function plainText(text: string): string {
  return text.replace(UNWANTED, " ").replace(/\s+/gu, " ").trim();
}

/** A name as it is kept: one spelling for signs that look the same (NFKC), nothing unseen in it. */
export function plainName(text: string): string {
  const seen = text.replace(UNWANTED, "").normalize("NFKC").replace(UNWANTED, "");
  return plainText(seen.replace(TOWERS, "$1"));
}

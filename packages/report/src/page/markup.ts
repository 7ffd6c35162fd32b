// HTML from values: whatever is put into a template is text and is escaped, unless it is markup
// made by this same function.

export interface Markup {
  readonly html: string;
}

/** Markup of an `<svg>` that fits its card, wide or narrow. */
export interface Drawing extends Markup {
  /** The wide one alone, with its size. */
  readonly file: Markup;
  readonly width: number;
  readonly height: number;
}

export type Part = string | number | Markup | null | readonly Part[];

/** A template tag. Strings become text, also within quoted attributes; null becomes nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = strings.reduce((before, next, i) => before + textOf(parts[i - 1] ?? null) + next);
  return { html };
}

export function textOf(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(textOf).join("");
}

/** Text for an element or an attribute in double or single quotes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Our own constants only, never a value: a style sheet. */
export const trusted = (html: string): Markup => ({ html });

/** What a reader sees of it: without tags, references resolved. */
export const plainText = (part: Part): string =>
  textOf(part)
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** Parts with a space of source text between them. */
export const lines = (parts: readonly Part[]): Markup =>
  trusted(parts.map((part) => textOf(part)).join("\n"));

// Canonical JSON: one value, one text, so that a hash of it means the value.

/**
 * The text of a value as RFC 8785 (JSON Canonicalization Scheme) has it: no blanks, keys in the
 * order of their UTF-16 units. Numbers and strings are ECMAScript's, which the standard takes over.
 *
 * @throws {TypeError} for what JSON cannot say exactly: a number that is not finite, a missing
 *   value, half of a surrogate pair, an object of a class.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(",")}]`;
  if (typeof value === "object" && isPlain(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${text(key)}:${canonicalJson(inner)}`).join(",")}}`;
  }
  throw new TypeError(`not a JSON value, but a ${typeof value}`);
}

/** A half pair has no UTF-8: its bytes would be those of another text. */
function text(value: string): string {
  if (!/\p{Surrogate}/u.test(value)) return JSON.stringify(value);
  throw new TypeError("a text with half of a surrogate pair");
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

// `key.inner=value` pairs of a command line, put into an object of settings. Pure.

/** @param path Of the object whose kind changes: `strategy`. */
export type KeptKeys = (path: string, kind: unknown) => readonly string[];

/** What a pair's fault is told to; never returns. */
export type RefusePair = (got: string, why: string) => never;

/**
 * A copy of `base` with the pairs in it: a value as JSON, or as the word that it is. Kinds come first,
 * wherever they stand: another kind has keys of its own, so those of the old one are dropped.
 *
 * @param kept Keys beside `strategy.kind` that outlive its change to this kind; none by default.
 */
export function withPairs(
  base: object,
  pairs: readonly string[],
  { refuse, kept = () => [] }: { refuse: RefusePair; kept?: KeptKeys },
): Record<string, unknown> {
  const result = structuredClone(base) as Record<string, unknown>;
  const isKind = (pair: string) => /^[^=]*\.kind=/.test(pair);
  for (const pair of [...pairs.filter(isKind), ...pairs.filter((pair) => !isKind(pair))]) {
    const at = pair.indexOf("=");
    if (at < 1) refuse(pair, "it is not KEY=VALUE");
    const keys = pair.slice(0, at).split(".");
    if (keys.includes("__proto__")) refuse("__proto__", "it is not a setting");
    const value = valueOf(pair.slice(at + 1));
    const isChoice = keys.at(-1) === "kind" && keys.length > 1;
    put(result, keys, value, isChoice ? kept(keys.slice(0, -1).join("."), value) : []);
  }
  return result;
}

function put(
  into: Record<string, unknown>,
  [key = "", ...rest]: readonly string[],
  value: unknown,
  kept: readonly string[],
): void {
  if (rest.length > 0) {
    const inner = Object.hasOwn(into, key) ? into[key] : undefined;
    const next = typeof inner === "object" && inner !== null ? inner : {};
    into[key] = next;
    return put(next as Record<string, unknown>, rest, value, kept);
  }
  if (key === "kind" && Object.hasOwn(into, key) && into[key] !== value) {
    for (const other of Object.keys(into)) if (!kept.includes(other)) delete into[other];
  }
  into[key] = value;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a word
  }
}

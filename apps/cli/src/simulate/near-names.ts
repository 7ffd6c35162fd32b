// Names like one that does not exist. Pure.

const MOST = 6;
/** A beginning that is shorter says nothing. */
const LEAST_LETTERS = 3;

/**
 * Those that begin so or have it in them, else those with the longest beginning in common.
 *
 * @returns as words, such as `a, b and 3 more`; null: none is like it.
 */
export function nearNames(wanted: string, names: readonly string[]): string | null {
  const same = (name: string) => sameLetters(wanted, name);
  const holding = wanted === "" ? [] : names.filter((name) => name.includes(wanted));
  const starting = holding.filter((name) => name.startsWith(wanted));
  const longest = Math.max(...names.map(same));
  const alike = longest < LEAST_LETTERS ? [] : names.filter((name) => same(name) === longest);
  const [near = []] = [starting, holding, alike].filter(({ length }) => length > 0);
  if (near.length === 0) return null;
  const more = near.length > MOST ? ` and ${near.length - MOST} more` : "";
  return `${near.slice(0, MOST).join(", ")}${more}`;
}

function sameLetters(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

export interface FactListProps {
  rows: readonly [term: string, words: string][];
  /** Of the terms, where they are not in the page's language; the words may be either. */
  lang?: "en";
}

/** Terms and what is known about them. */
export function FactList({ rows, lang }: FactListProps) {
  return (
    <dl class="facts">
      {rows.map(([term, words]) => (
        <div key={term}>
          <dt {...(lang === undefined ? {} : { lang })}>{isolated(term)}</dt>
          <dd>{isolated(words)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** In the direction of its own letters: names of adapters are English on every page. */
const isolated = (text: string) => <bdi>{text}</bdi>;

export interface FactListProps {
  /** `lang`: of the words, where they are not in the page's language. */
  rows: readonly (readonly [term: string, words: string, lang?: "en"])[];
}

/** Terms and what is known about them. */
export function FactList({ rows }: FactListProps) {
  return (
    <dl class="facts">
      {rows.map(([term, words, lang]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd {...(lang === undefined ? {} : { lang })}>
            {/* In the direction of its own letters: names of adapters are English on every page. */}
            <bdi>{words}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

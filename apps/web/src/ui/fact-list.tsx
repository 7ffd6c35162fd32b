/** Terms and what is known about them. */
export function FactList({ rows }: { rows: readonly [term: string, words: string][] }) {
  return (
    <dl class="facts">
      {rows.map(([term, words]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

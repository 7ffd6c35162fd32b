import { t } from "../../i18n/en/explain.ts";
import { glossary } from "../../state/glossary.ts";

/** Twelve words; other pages link to them. */
export function Glossary() {
  return (
    <section class="stack" aria-labelledby="glossary-title">
      <h2 id="glossary-title">{t("words")}</h2>
      <dl class="glossary">
        {glossary().map(({ id, word, line }) => (
          <div key={id} id={id} tabIndex={-1}>
            <dt>{word}</dt>
            <dd>{line}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

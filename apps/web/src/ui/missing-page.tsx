import { t } from "../i18n/en/frame.ts";
import { Frame } from "./frame.tsx";
import { useTitle } from "./use-title.ts";

export function MissingPage() {
  useTitle(`${t("missing")} - spikefed`);
  return (
    <Frame code={null} online={null} data={null}>
      <main class="column stack">
        <h1>{t("missingTitle")}</h1>
        <p>{t("missingText")}</p>
        <p>
          <a class="button" href="/">
            {t("start")}
          </a>
        </p>
      </main>
    </Frame>
  );
}

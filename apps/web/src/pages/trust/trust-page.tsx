// What to do with a browser's warning of a certificate that the coordinator made itself.

import { t } from "../../i18n/en/trust.ts";
import { access } from "../../net/access.ts";
import { Frame } from "../../ui/frame.tsx";
import { useTitle } from "../../ui/use-title.ts";

export default function TrustPage() {
  useTitle(`${t("title")} - spikefed`);
  const known = access();
  return (
    <Frame code={null} online={null} data={null}>
      <main class="column stack">
        <h1>{t("heading")}</h1>
        {known === null ? null : <Advice fingerprint={known.fingerprint} />}
      </main>
    </Frame>
  );
}

function Advice({ fingerprint }: { fingerprint: string | null }) {
  if (fingerprint === null) return <p>{t("none")}</p>;
  return (
    <>
      <p>{t("why")}</p>
      <h2>{t("compareTitle")}</h2>
      <p>{t("compare")}</p>
      <p>{t("sentHere")}</p>
      <dl>
        <dt>{t("fingerprint")}</dt>
        <dd class="mono fingerprint" dir="ltr">
          {fingerprint}
        </dd>
      </dl>
      <h2>{t("goOnTitle")}</h2>
      <ul class="stack tight">
        <li>{t("chrome")}</li>
        <li>{t("firefox")}</li>
        <li>{t("safari")}</li>
      </ul>
      <p>{t("differs")}</p>
    </>
  );
}

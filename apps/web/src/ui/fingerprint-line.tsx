import { t } from "../i18n/en/access.ts";
import { access } from "../net/access.ts";

/** On the host's own pages: what everybody can compare the certificate with. */
export function FingerprintLine() {
  const fingerprint = access()?.fingerprint ?? null;
  if (fingerprint === null) return null;
  return (
    <p class="quiet">
      <a href="/trust">{t("certificate", { fingerprint })}</a>
    </p>
  );
}

/** For who has just passed a browser's warning. */
export function TrustLink() {
  if ((access()?.fingerprint ?? null) === null) return null;
  return (
    <p class="quiet">
      <a href="/trust">{t("warned")}</a>
    </p>
  );
}

import { t } from "../../i18n/en/access.ts";
import { access } from "../../net/access.ts";
import { secureAddress } from "../../state/secure-address.ts";
import { CopyButton } from "../../ui/copy-button.tsx";

/** On a page without https: the exact address to use, or what the host has to do for one. */
export function SecureAddress() {
  const known = access();
  if (known === null) return null;
  const found = secureAddress(location, known.origin);
  const { address } = found;
  if (found.kind === "open") {
    return (
      <div class="stack tight">
        <p>
          <a href={address}>{t("openInstead", { address })}</a>
        </p>
        <p>
          <CopyButton text={address} label={t("copyAddress")} />
        </p>
      </div>
    );
  }
  return (
    <div class="stack tight">
      <p>{t("askHost", { address })}</p>
      <p>
        <CopyButton text={found.forHost} label={t("copyForHost")} />
      </p>
    </div>
  );
}

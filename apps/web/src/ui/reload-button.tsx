import { t } from "../i18n/en/frame.ts";

export function ReloadButton() {
  return (
    <button type="button" onClick={() => location.reload()}>
      {t("reload")}
    </button>
  );
}

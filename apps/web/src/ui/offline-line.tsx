import { t } from "../i18n/en/frame.ts";

/** For pages that only watch: what they show may be old. Present before it speaks. */
export function OfflineLine({ isOffline }: { isOffline: boolean }) {
  return (
    <div class="live" role="status">
      {isOffline ? <p class="notice">{t("offline")}</p> : null}
    </div>
  );
}

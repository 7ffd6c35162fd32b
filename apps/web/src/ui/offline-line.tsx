import { t } from "../i18n/en/frame.ts";
import type { RoomWatch } from "../net/watch-room.ts";

/**
 * For pages that only watch: what they show may be old, or comes by the slow path. Present before it
 * speaks.
 */
export function OfflineLine({ watch }: { watch: RoomWatch }) {
  const isOffline = !watch.online.value;
  return (
    <div class="live" role="status">
      {isOffline ? (
        <div class="notice stack tight">
          <p>{t("offline")}</p>
          <div class="row">
            <button type="button" onClick={watch.tryNow}>
              {t("tryNow")}
            </button>
          </div>
        </div>
      ) : null}
      {!isOffline && watch.isSlow.value ? <p class="notice">{t("slowPath")}</p> : null}
    </div>
  );
}

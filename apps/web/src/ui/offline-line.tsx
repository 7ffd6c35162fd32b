import { t } from "../i18n/en/frame.ts";
import type { RoomWatch } from "../net/watch-room.ts";
import { RefusalNotice } from "./refusal-notice.tsx";

/**
 * For pages that only watch: what they show may be old, or comes by the slow path; or the coordinator
 * that is back does not let them in again. Present before it speaks.
 */
export function OfflineLine({ watch }: { watch: RoomWatch }) {
  const isOffline = !watch.online.value;
  const problem = watch.problem.value;
  return (
    <div class="live" role="status">
      {isOffline && problem !== null ? <RefusalNotice problem={problem} /> : null}
      {isOffline && problem === null ? (
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

import { rich, t } from "../../i18n/en/join.ts";
import type { DatasetFacts } from "../../state/data-words.ts";

/** What joining means, in true words. */
export function Promises({ pictures }: { pictures: DatasetFacts | null }) {
  const set = pictures?.procedural ? t("drawnShapes") : (pictures?.source ?? t("publicSet"));
  const claim = <strong>{t("promiseDataClaim")}</strong>;
  return (
    <details class="promises">
      <summary>{t("what")}</summary>
      <ol class="stack tight">
        <li>{t("promiseChip")}</li>
        <li>{rich("promiseData", { claim, set })}</li>
        <li>{t("promiseLeave")}</li>
        <li>{t("promiseName")}</li>
        <li>{t("promisePace")}</li>
        <li>{t("promiseMeasured")}</li>
      </ol>
    </details>
  );
}

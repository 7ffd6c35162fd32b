import { t } from "../../i18n/en/tab.ts";
import { percent } from "../../state/format.ts";
import { paces, type WorkingPace } from "../../state/pace.ts";
import type { PaceWishes } from "./use-pace.ts";

export interface PaceChoiceProps {
  wishes: PaceWishes;
  /** What it comes to; null: the worker has not said. */
  working: WorkingPace | null;
}

/** How much of the time the device works; the rest it cools down between batches. */
export function PaceChoice({ wishes, working }: PaceChoiceProps) {
  return (
    <fieldset class="pace">
      <legend>{t("pace")}</legend>
      <div class="row">
        {paces.toReversed().map(({ name, share }) => (
          <label key={name} class="pace-option">
            <input
              type="radio"
              name="pace"
              checked={wishes.chosen === name}
              onChange={() => wishes.choose(name)}
              onClick={() => wishes.choose(name)} // on battery, the chosen one is meant again
            />
            {t(name)}
            <span class="quiet">{percent(share, 0)}</span>
          </label>
        ))}
      </div>
      <PaceNote wishes={wishes} working={working} />
    </fieldset>
  );
}

/** Why the device works less than was chosen. */
function PaceNote({ wishes: { heldBack, choose }, working }: PaceChoiceProps) {
  if (heldBack) {
    return (
      <p class="row pace-note">
        {t("onBattery")}
        <button type="button" onClick={() => choose("full")}>
          {t("fullAnyway")}
        </button>
      </p>
    );
  }
  if (working?.name !== "easing") return null;
  const why = working.why === "pressure" ? "easingPressure" : "easingBatches";
  return <p class="pace-note">{t(why)}</p>;
}

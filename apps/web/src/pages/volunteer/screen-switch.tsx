import type { WakeState } from "../../device/wake-lock.ts";
import { t } from "../../i18n/en/tab.ts";

export interface ScreenSwitchProps {
  wanted: boolean;
  state: WakeState;
  onWant: (wanted: boolean) => void;
}

/** Keeps the screen on, and says so honestly where the browser does not let it. */
export function ScreenSwitch({ wanted, state, onWant }: ScreenSwitchProps) {
  return (
    <p class="row screen-switch">
      <label class="pace-option">
        <input
          type="checkbox"
          checked={wanted}
          onChange={(event) => onWant(event.currentTarget.checked)}
        />
        {t("keepScreenOn")}
      </label>
      <span class="quiet">{note(wanted, state)}</span>
    </p>
  );
}

function note(wanted: boolean, state: WakeState): string {
  if (!wanted || state === "refused") return t("screenRefused");
  return state === "on" ? t("screenOn") : "";
}

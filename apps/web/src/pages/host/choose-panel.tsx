import type { RunView } from "@spikefed/fl-core";
import { t } from "../../i18n/en/host.ts";
import { hostControls } from "../../state/host-controls.ts";
import { RunSummary } from "./run-summary.tsx";

export interface ChoosePanelProps {
  view: RunView;
  /** The form for another run is shown. */
  isOpen: boolean;
  onToggle: () => void;
}

/** The run that is open, and the door to another one. */
export function ChoosePanel({ view, isOpen, onToggle }: ChoosePanelProps) {
  const { canConfigure } = hostControls(view.phase, false);
  return (
    <section class="panel stack" aria-labelledby="choose-title">
      <h2 id="choose-title">{t("choose")}</h2>
      {view.settings === null ? null : <RunSummary view={view} settings={view.settings} />}
      {canConfigure ? (
        <p>
          <button
            type="button"
            class={view.phase === "done" ? "primary tall" : ""}
            aria-expanded={isOpen}
            aria-controls="setup"
            onClick={onToggle}
          >
            {t(isOpen ? "keepRun" : "anotherRun")}
          </button>
        </p>
      ) : (
        <p class="quiet">{t("runIsOpen")}</p>
      )}
    </section>
  );
}

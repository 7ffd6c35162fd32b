import type { RunView } from "@spikefed/fl-core";
import type { RefObject } from "preact";
import { t } from "../../i18n/en/host.ts";
import { hostControls } from "../../state/host-controls.ts";
import { RunSummary } from "./run-summary.tsx";

export interface ChoosePanelProps {
  view: Pick<RunView, "settings" | "parameters" | "phase">;
  /** The form for another run is shown. */
  isOpen: boolean;
  onToggle: () => void;
  /** The button that opens the form; it has the focus again when the form is gone. */
  button: RefObject<HTMLButtonElement>;
}

/** The run that is open, and the door to another one. */
export function ChoosePanel({ view, isOpen, onToggle, button }: ChoosePanelProps) {
  const { settings, parameters, phase } = view;
  const { canConfigure } = hostControls(phase, false);
  return (
    <section class="panel stack" aria-labelledby="choose-title">
      <h2 id="choose-title">{t("choose")}</h2>
      {settings === null ? null : <RunSummary settings={settings} parameters={parameters} />}
      {canConfigure ? (
        <p>
          <button
            ref={button}
            type="button"
            class={phase === "done" ? "primary tall" : ""}
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

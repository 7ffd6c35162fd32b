import type { RunSettings } from "@spikefed/protocol";
import type { RefObject } from "preact";
import { t } from "../../i18n/en/host.ts";
import { RunSummary } from "./run-summary.tsx";

export interface ChoosePanelProps {
  settings: RunSettings | null;
  parameters: number | null;
  canConfigure: boolean;
  isDone: boolean;
  /** The form for another run is shown. */
  isOpen: boolean;
  onToggle: () => void;
  /** The button that opens the form; it has the focus again when the form is gone. */
  button: RefObject<HTMLButtonElement>;
}

/** The run that is open, and the door to another one. */
export function ChoosePanel({ settings, parameters, ...props }: ChoosePanelProps) {
  const { canConfigure, isDone, isOpen, onToggle, button } = props;
  return (
    <section class="panel stack" aria-labelledby="choose-title">
      <h2 id="choose-title">{t("choose")}</h2>
      {settings === null ? null : <RunSummary settings={settings} parameters={parameters} />}
      {canConfigure ? (
        <p>
          <button
            ref={button}
            type="button"
            class={isDone ? "primary tall" : ""}
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

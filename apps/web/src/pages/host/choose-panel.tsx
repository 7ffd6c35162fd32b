import type { RunView } from "@spikefed/fl-core";
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
      <h2 id="choose-title">1. Choose</h2>
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
            {isOpen ? "Keep this run" : "Set up another run"}
          </button>
        </p>
      ) : (
        <p class="quiet">Another run can be set up when this one is over.</p>
      )}
    </section>
  );
}

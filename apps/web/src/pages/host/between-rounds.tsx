import type { RunView } from "@spikefed/fl-core";
import type { HostCommand } from "@spikefed/protocol";
import { t } from "../../i18n/en/desk.ts";
import { isStepping } from "../../state/volunteer-sentence.ts";

export interface BetweenRoundsProps {
  view: RunView;
  onCommand: (message: HostCommand) => Promise<boolean>;
}

const ways = [
  { stepMode: false, label: "auto", help: "autoHelp" },
  { stepMode: true, label: "step", help: "stepHelp" },
] as const;

/** Whether the run goes on by itself or waits for the host; may be changed at any time. */
export function BetweenRounds({ view, onCommand }: BetweenRoundsProps) {
  const now = isStepping(view);
  return (
    <fieldset class="stack tight" disabled={view.phase === "done"}>
      <legend>{t("between")}</legend>
      {ways.map(({ stepMode, label, help }) => (
        <label key={label} class="choice">
          <input
            type="radio"
            name="between"
            checked={now === stepMode}
            onChange={() => void onCommand({ command: "adjust", changes: { stepMode } })}
          />
          <span>
            {t(label)}
            <span class="help block">{t(help)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

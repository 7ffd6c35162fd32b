import type { HostCommand } from "@spikefed/protocol";
import { useState } from "preact/hooks";
import { t } from "../../i18n/en/desk.ts";
import { useIsOffline } from "../../ui/connected.ts";

export interface BetweenRoundsProps {
  /** The run waits for the host behind each round. */
  isStepping: boolean;
  isDone: boolean;
  onCommand: (message: HostCommand) => Promise<boolean>;
}

const ways = [
  { stepMode: false, label: "auto", help: "autoHelp" },
  { stepMode: true, label: "step", help: "stepHelp" },
] as const;

/** Whether the run goes on by itself or waits for the host; may be changed at any time. */
export function BetweenRounds({ isStepping, isDone, onCommand }: BetweenRoundsProps) {
  const isOffline = useIsOffline();
  const [, setRefusals] = useState(0);
  const choose = async (stepMode: boolean) => {
    const isDone = await onCommand({ command: "adjust", changes: { stepMode } });
    if (!isDone) setRefusals((before) => before + 1); // drawn anew: the choice that holds is shown
  };
  return (
    <fieldset class="stack tight" disabled={isDone || isOffline}>
      <legend>{t("between")}</legend>
      {ways.map(({ stepMode, label, help }) => (
        <label key={label} class="choice">
          <input
            type="radio"
            name="between"
            checked={isStepping === stepMode}
            onChange={() => void choose(stepMode)}
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

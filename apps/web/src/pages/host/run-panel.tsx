import type { RunView } from "@spikefed/fl-core";
import type { HostCommand, RosterEntry } from "@spikefed/protocol";
import { useState } from "preact/hooks";
import { t as tDesk } from "../../i18n/en/desk.ts";
import { t } from "../../i18n/en/host.ts";
import { roomPath } from "../../net/room-path.ts";
import { commandHelp, hostControls, type RunCommand } from "../../state/host-controls.ts";
import { percent } from "../../state/format.ts";
import { progressWords, roundTitle } from "../../state/narration.ts";
import { leftText, waitsForHost, watchSentence } from "../../state/volunteer-sentence.ts";
import { useRemaining } from "../../ui/use-round-clock.ts";
import { BetweenRounds } from "./between-rounds.tsx";
import { FaultsPanel } from "./faults-panel.tsx";

export interface RunPanelProps {
  view: RunView;
  /** Of the room. */
  code: string;
  /** No volunteer is connected. */
  isEmpty: boolean;
  /** Looked at when somebody is dropped by lot. */
  roster: () => readonly RosterEntry[];
  onCommand: (message: HostCommand) => Promise<boolean>;
}

const order: readonly RunCommand[] = ["start", "pause", "resume", "next", "stop"];

export function RunPanel({ view, code, isEmpty, roster, onCommand }: RunPanelProps) {
  return (
    <section class="panel stack" aria-labelledby="run-title">
      <h2 id="run-title">{t("run")}</h2>
      <p class="big">{view.round === 0 ? t("noRoundYet") : roundTitle(view)}</p>
      <p role="status">{watchSentence(view)}</p>
      <Progress view={view} />
      {view.phase === "lobby" && isEmpty ? <p class="quiet">{t("nobody")}</p> : null}
      <BetweenRounds view={view} onCommand={onCommand} />
      <Buttons view={view} code={code} onCommand={onCommand} />
      <FaultsPanel view={view} roster={roster} onCommand={onCommand} />
    </section>
  );
}

/** Drawn anew each second. */
function Progress({ view }: Pick<RunPanelProps, "view">) {
  const remaining = useRemaining(view);
  return (
    <p class="quiet">
      {progressWords(view)}. {leftText(remaining)}
    </p>
  );
}

function Buttons({ view, code, onCommand }: Omit<RunPanelProps, "isEmpty" | "roster">) {
  const [busy, setBusy] = useState<RunCommand | null>(null);
  const { enabled, primary } = hostControls(view.phase, waitsForHost(view));
  const press = async (command: RunCommand) => {
    setBusy(command);
    await onCommand({ command });
    setBusy(null);
  };
  return (
    <div class="stack tight run-buttons">
      {order.map((command) => (
        <div key={command}>
          <button
            type="button"
            class={command === primary ? "primary large" : "tall"}
            disabled={!enabled[command] || busy !== null}
            aria-describedby={`about-${command}`}
            aria-keyshortcuts={hasKey(command) ? "Space" : undefined}
            onClick={() => void press(command)}
          >
            {t(command)}
          </button>
          <span id={`about-${command}`} class="help">
            {commandHelp(command)} {hasKey(command) ? tDesk("spaceKey") : null}
          </span>
        </div>
      ))}
      {view.phase === "lobby" ? null : <ReportLink code={code} />}
      {view.best === null ? null : <ModelLinks view={view} code={code} />}
    </div>
  );
}

const hasKey = (command: RunCommand) => command === "pause" || command === "resume";

/** The group model as files; once one is judged there is a best. */
function ModelLinks({ view: { best }, code }: Pick<RunPanelProps, "view" | "code">) {
  const model = (which: string) => roomPath(code, `/api/run/models/${which}`);
  return (
    <div>
      <a class="button" href={model("last")} download aria-describedby="about-models">
        {t("newestModel")}
      </a>
      <a class="button" href={model("best")} download aria-describedby="about-models">
        {t("bestModel")}
      </a>
      <span id="about-models" class="help">
        {t(best?.on === "validation" ? "modelHelpValidation" : "modelHelp", {
          round: best?.round ?? 0,
          accuracy: percent(best?.accuracy ?? null),
        })}
      </span>
    </div>
  );
}

/** During the run and after it; the page is the coordinator's. */
function ReportLink({ code }: Pick<RunPanelProps, "code">) {
  return (
    <div>
      <a
        class="button"
        href={roomPath(code, "/report")}
        target="_blank"
        rel="noopener"
        aria-describedby="about-report"
      >
        {t("report")}
      </a>
      <span id="about-report" class="help">
        {t("reportHelp")}
      </span>
    </div>
  );
}

import type { RunView } from "@spikefed/fl-core";
import { settingsAt, type HostCommand, type RosterEntry } from "@spikefed/protocol";
import { useRef, useState } from "preact/hooks";
import { t as tDesk } from "../../i18n/en/desk.ts";
import { t } from "../../i18n/en/host.ts";
import { roomPath } from "../../net/room-path.ts";
import { commandHelp, hostControls, type RunCommand } from "../../state/host-controls.ts";
import { percent } from "../../state/format.ts";
import { isBuffered } from "../../state/is-buffered.ts";
import { progressWords, roundTitle } from "../../state/narration.ts";
import {
  isStepping,
  leftText,
  waitsForHost,
  watchSentence,
} from "../../state/volunteer-sentence.ts";
import { useKept } from "../../ui/use-kept.ts";
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

export function RunPanel(props: RunPanelProps) {
  const { view, isEmpty } = props;
  const { between, buttons, faults } = useControls(props);
  return (
    <section class="panel stack" aria-labelledby="run-title">
      <h2 id="run-title">{t("run")}</h2>
      <p class="big">{view.round === 0 ? t("noRoundYet") : roundTitle(view)}</p>
      <p role="status">{watchSentence(view)}</p>
      <Progress view={view} />
      {view.phase === "lobby" && isEmpty ? <p class="quiet">{t("nobody")}</p> : null}
      {between}
      {buttons}
      {faults}
    </section>
  );
}

/** They stay while updates come in: each of these changes the view. */
function useControls({ view, code, roster, onCommand }: RunPanelProps) {
  const { settings, changes, round, phase, best } = view;
  const newest = useRef(view);
  newest.current = view;
  const stepping = isStepping(view);
  const isDone = phase === "done";
  const isWaiting = waitsForHost(view);
  const hasNoGap = isBuffered(view);
  return {
    between: useKept(() => {
      if (hasNoGap) return <></>;
      return <BetweenRounds isStepping={stepping} isDone={isDone} onCommand={onCommand} />;
    }, [hasNoGap, stepping, isDone, onCommand]),
    buttons: useKept(
      () => <Buttons {...{ phase, isWaiting, best, code, onCommand }} />,
      [phase, isWaiting, best, code, onCommand],
    ),
    faults: useKept(() => {
      if (settings === null || isDone) return <></>;
      const now = () => ({ view: newest.current, roster: roster() });
      const next = settingsAt(settings, changes, round + 1);
      return <FaultsPanel settings={next} now={now} onCommand={onCommand} />;
    }, [settings, changes, round, isDone, onCommand]),
  };
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

interface ButtonsProps extends Pick<RunView, "phase" | "best"> {
  isWaiting: boolean;
  code: string;
  onCommand: RunPanelProps["onCommand"];
}

function Buttons({ phase, isWaiting, best, code, onCommand }: ButtonsProps) {
  const [busy, setBusy] = useState<RunCommand | null>(null);
  const { enabled, primary } = hostControls(phase, isWaiting);
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
      {phase === "lobby" ? null : <ReportLink code={code} />}
      {best === null ? null : <ModelLinks best={best} code={code} />}
    </div>
  );
}

const hasKey = (command: RunCommand) => command === "pause" || command === "resume";

/** The group model as files; once one is judged there is a best. */
function ModelLinks({ best, code }: { best: NonNullable<RunView["best"]>; code: string }) {
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
        {t(best.on === "validation" ? "modelHelpValidation" : "modelHelp", {
          round: best.round,
          accuracy: percent(best.accuracy),
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

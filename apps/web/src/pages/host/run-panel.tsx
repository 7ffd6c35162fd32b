import type { ReadonlySignal } from "@preact/signals";
import type { RunView } from "@spikefed/fl-core";
import { settingsAt, type HostCommand, type RosterEntry } from "@spikefed/protocol";
import { useMemo, useState } from "preact/hooks";
import { t as tDesk } from "../../i18n/en/desk.ts";
import { t } from "../../i18n/en/host.ts";
import { roomPath } from "../../net/room-path.ts";
import { commandHelp, hostControls, type RunCommand } from "../../state/host-controls.ts";
import { percent } from "../../state/format.ts";
import { isBuffered } from "../../state/is-buffered.ts";
import { progressWords, roundTitle } from "../../state/narration.ts";
import { clockKey } from "../../state/remaining.ts";
import {
  isStepping,
  leftText,
  waitsForHost,
  watchSentence,
} from "../../state/volunteer-sentence.ts";
import { AskButton } from "../../ui/ask-button.tsx";
import { useIsOffline } from "../../ui/connected.ts";
import { useKept } from "../../ui/use-kept.ts";
import { usePart } from "../../ui/use-part.ts";
import { useRemaining } from "../../ui/use-round-clock.ts";
import { BetweenRounds } from "./between-rounds.tsx";
import { FaultsPanel } from "./faults-panel.tsx";

export interface RunPanelProps {
  view: ReadonlySignal<RunView>;
  /** Of the room. */
  code: string;
  roster: ReadonlySignal<readonly RosterEntry[]>;
  onCommand: (message: HostCommand) => Promise<boolean>;
}

const order: readonly RunCommand[] = ["start", "pause", "resume", "next", "stop"];

/** Its sentences change with the log by themselves; the rest is drawn anew when the run is at another point. */
export function RunPanel(props: RunPanelProps) {
  const { view, roster } = props;
  const phase = usePart(view, (now) => now.phase).value;
  const isEmpty = usePart(roster, (now) => !now.some(({ online }) => online)).value;
  const { between, buttons, faults } = useControls(props);
  return (
    <section class="panel stack" aria-labelledby="run-title">
      <h2 id="run-title">{t("run")}</h2>
      <p class="big">
        {usePart(view, (now) => (now.round === 0 ? t("noRoundYet") : roundTitle(now)))}
      </p>
      <p role="status">{usePart(view, watchSentence)}</p>
      <p class="quiet">
        {usePart(view, progressWords)}. <Left view={view} />
      </p>
      {phase === "lobby" && isEmpty ? <p class="quiet">{t("nobody")}</p> : null}
      {between}
      {buttons}
      {faults}
    </section>
  );
}

/** They stay while updates come in: each of these changes the view. */
function useControls({ view, code, roster, onCommand }: RunPanelProps) {
  const phase = usePart(view, (now) => now.phase).value;
  const best = usePart(view, (now) => now.best).value;
  const stepping = usePart(view, isStepping).value;
  const isWaiting = usePart(view, waitsForHost).value;
  const hasNoGap = usePart(view, isBuffered).value;
  const isDone = phase === "done";
  return {
    between: useKept(() => {
      if (hasNoGap) return <></>;
      return <BetweenRounds isStepping={stepping} isDone={isDone} onCommand={onCommand} />;
    }, [hasNoGap, stepping, isDone, onCommand]),
    buttons: useKept(
      () => <Buttons {...{ phase, isWaiting, best, code, onCommand }} />,
      [phase, isWaiting, best, code, onCommand],
    ),
    faults: useKept(() => <Faults {...{ view, roster, onCommand }} />, [view, roster, onCommand]),
  };
}

/** Drawn anew when the settings of the next round are others, not with each round. */
function Faults({ view, roster, onCommand }: Omit<RunPanelProps, "code">) {
  const settings = usePart(view, (now) => now.settings).value;
  const changes = usePart(view, (now) => now.changes).value;
  const round = usePart(view, (now) => now.round).value;
  const isDone = usePart(view, ({ phase }) => phase === "done").value;
  const next = settings === null || isDone ? null : settingsAt(settings, changes, round + 1);
  return useKept(() => {
    if (next === null) return <></>;
    const now = () => ({ view: view.peek(), roster: roster.peek() });
    return <FaultsPanel settings={next} now={now} onCommand={onCommand} />;
  }, [JSON.stringify(next), view, roster, onCommand]);
}

/** Drawn anew each second. */
function Left({ view }: Pick<RunPanelProps, "view">) {
  const clock = usePart(view, clockKey).value;
  const seen = useMemo(() => view.peek(), [clock]);
  return <>{leftText(useRemaining(seen))}</>;
}

interface ButtonsProps extends Pick<RunView, "phase" | "best"> {
  isWaiting: boolean;
  code: string;
  onCommand: RunPanelProps["onCommand"];
}

function Buttons({ phase, isWaiting, best, code, onCommand }: ButtonsProps) {
  const [busy, setBusy] = useState<RunCommand | null>(null);
  const isOffline = useIsOffline();
  const { enabled, primary } = hostControls(phase, isWaiting);
  const press = async (command: RunCommand) => {
    setBusy(command);
    await onCommand({ command });
    setBusy(null);
  };
  return (
    <div class="stack tight run-buttons">
      <p id="offline-why" class="live help">
        {isOffline ? tDesk("offlineButtons") : null}
      </p>
      {order.map((command) => (
        <div key={command}>
          <AskButton
            class={command === primary ? "primary large" : "tall"}
            disabled={!enabled[command] || busy !== null}
            aria-describedby={`offline-why about-${command}`}
            aria-keyshortcuts={hasKey(command) ? "Space" : undefined}
            onClick={() => void press(command)}
          >
            {t(command)}
          </AskButton>
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

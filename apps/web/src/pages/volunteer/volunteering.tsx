// The volunteer page once the room has answered: status, picture, curve, buttons, this device.

import type { SpikeTrace, VolunteerSnapshot } from "@spikefed/volunteer";
import { useSignalEffect } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { t as tFrame } from "../../i18n/en/frame.ts";
import { t as tTab } from "../../i18n/en/tab.ts";
import { t } from "../../i18n/en/volunteer.ts";
import { roomPath } from "../../net/room-path.ts";
import { helpedSentence, shardSentence } from "../../state/shard-words.ts";
import { tabTitle } from "../../state/tab-title.ts";
import { CurvePanel } from "../../ui/curve-panel.tsx";
import { Frame } from "../../ui/frame.tsx";
import { useKept } from "../../ui/use-kept.ts";
import { useWakeLock } from "../../ui/use-wake-lock.ts";
import type { TrainingLink } from "../../worker/training-link.ts";
import { Actions } from "./actions.tsx";
import { DeviceDetails } from "./device-details.tsx";
import { PaceChoice } from "./pace-choice.tsx";
import { PageHeading } from "./page-heading.tsx";
import { PicturePanel } from "./picture-panel.tsx";
import { ScreenSwitch } from "./screen-switch.tsx";
import { SessionProblem } from "./session-problem.tsx";
import { StatusPanel } from "./status-panel.tsx";
import type { TabLife } from "./tab-life.ts";
import { usePace, type PaceWishes } from "./use-pace.ts";
import { WhileWaiting } from "./while-waiting.tsx";

export interface VolunteeringProps {
  link: TrainingLink;
  life: TabLife;
  snapshot: VolunteerSnapshot;
  code: string;
  name: string;
}

export function Volunteering({ link, life, snapshot, code, name }: VolunteeringProps) {
  const { view, you, online } = snapshot;
  const wishes = usePace(link.send);
  useTabTitle(link, life);
  const tab = { wokenMs: life.wokenMs.value, byBattery: link.byBattery.value };
  return (
    <Frame code={code} online={online} name={you?.name ?? name} data={view.dataset}>
      <main class="wide volunteer">
        <PageHeading code={code} hasLeft={snapshot.phase === "left"} />
        <StatusPanel snapshot={snapshot} compiled={link.compiled.value} {...tab} />
        <div class="live" role="status">
          {online && link.isSlow.value ? <p class="notice">{tFrame("slowPath")}</p> : null}
        </div>
        <SessionProblem {...{ snapshot, code, wishes }} send={link.send} />
        <WhileWaiting isWaiting={view.phase === "lobby" && !isOver(snapshot)} />
        {you === null ? null : (
          <Working {...{ link, life, snapshot, wishes }} client={you.client} />
        )}
        {snapshot.phase === "left" ? <JoinAgain code={code} /> : null}
        {view.phase === "done" ? <ReportLink code={code} /> : null}
      </main>
    </Frame>
  );
}

/** This device takes no part any more. */
const isOver = ({ phase }: VolunteerSnapshot) => phase === "left" || phase === "stopped";

/** Of a hidden tab, how far the round is. Not in an effect of a page: those wait for a frame. */
function useTabTitle(link: TrainingLink, life: TabLife): void {
  useSignalEffect(() => {
    document.title = tabTitle(link.snapshot.value, life.hidden.value);
  });
}

interface WorkingProps {
  link: TrainingLink;
  life: TabLife;
  snapshot: VolunteerSnapshot;
  wishes: PaceWishes;
  client: number;
}

function Working({ link, life, snapshot, wishes, client }: WorkingProps) {
  const { view } = snapshot;
  const [frozen, setFrozen] = useState(false);
  // Nobody looks at a hidden page: its charts rest.
  const shown = useFrozen(frozen || life.hidden.value, { view, trace: link.trace.value });
  const hasEnded = isOver(snapshot);
  const [keepOn, setKeepOn] = useState(true);
  const screen = useWakeLock(keepOn && !hasEnded && snapshot.phase !== "paused");
  const pace = { wishes, working: link.pace.value };
  const classes = view.dataset?.classes ?? [];
  const picture = usePicture(shown.trace, classes, hasEnded ? null : link.send);
  return (
    <div class="volunteer-halves">
      {picture}
      <div class="volunteer-side">
        <CurvePanel view={shown.view} client={client} />
        <Share snapshot={snapshot} />
        {hasEnded ? null : (
          <>
            <PaceChoice {...pace} />
            <ScreenSwitch wanted={keepOn} state={screen} onWant={setKeepOn} />
            <Actions {...{ snapshot, wishes, frozen }} send={link.send} onFreeze={setFrozen} />
          </>
        )}
        <DeviceDetails
          {...{ snapshot, screen }}
          choice={link.choice.value}
          pace={link.pace.value}
          memory={link.memory.value}
        />
      </div>
    </div>
  );
}

/** A trace comes about once a round, a snapshot several times a second. */
function usePicture(
  trace: SpikeTrace | null,
  classes: readonly string[],
  send: TrainingLink["send"] | null,
) {
  const onNext = send && (() => send({ type: "next-picture" }));
  return useKept(
    () => <PicturePanel {...{ trace, classes, onNext }} />,
    [trace, classes.join(), send],
  );
}

function JoinAgain({ code }: { code: string }) {
  return (
    <p>
      <a class="button" href={`/j/${code}`}>
        {t("joinAgain")}
      </a>
    </p>
  );
}

function ReportLink({ code }: { code: string }) {
  return (
    <p>
      <a class="button" href={roomPath(code, "/report")} target="_blank" rel="noopener">
        {tTab("seeReport")}
      </a>
    </p>
  );
}

interface Pictures {
  view: VolunteerSnapshot["view"];
  trace: SpikeTrace | null;
}

/** While frozen, what was shown when it began: the view stops, the training does not. */
function useFrozen(frozen: boolean, now: Pictures): Pictures {
  const kept = useRef(now);
  if (!frozen) kept.current = now;
  return kept.current;
}

function Share({ snapshot: { you, view } }: { snapshot: VolunteerSnapshot }) {
  if (you === null) return null;
  const helped = view.clients.get(you.client)?.helped ?? 0;
  const averaged = view.rounds.filter(({ modelHash }) => modelHash !== null).length;
  return (
    <div class="share">
      <p>{shardSentence(you.labelCounts, view.dataset?.classes ?? [])}</p>
      <p>{helpedSentence(helped, averaged)}</p>
    </div>
  );
}

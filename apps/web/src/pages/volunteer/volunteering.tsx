// The volunteer page once the room has answered: status, picture, curve, buttons, this device.

import type { SpikeTrace, VolunteerSnapshot } from "@spikefed/volunteer";
import { useEffect, useRef, useState } from "preact/hooks";
import { documentTitle } from "../../state/narration.ts";
import { helpedSentence, shardSentence } from "../../state/shard-words.ts";
import { CurvePanel } from "../../ui/curve-panel.tsx";
import { Frame } from "../../ui/frame.tsx";
import { useWakeLock } from "../../ui/use-wake-lock.ts";
import type { TrainingLink } from "../../worker/training-link.ts";
import { Actions } from "./actions.tsx";
import { DeviceDetails } from "./device-details.tsx";
import { PicturePanel } from "./picture-panel.tsx";
import { SessionProblem } from "./session-problem.tsx";
import { StatusPanel } from "./status-panel.tsx";

export interface VolunteeringProps {
  link: TrainingLink;
  snapshot: VolunteerSnapshot;
  code: string;
  name: string;
}

export function Volunteering({ link, snapshot, code, name }: VolunteeringProps) {
  const { view, you, online } = snapshot;
  useEffect(() => {
    document.title = documentTitle(view, "Volunteer");
  }, [view]);
  return (
    <Frame code={code} online={online} name={you?.name ?? name} data={view.dataset}>
      <main class="wide volunteer">
        <h1 class="visually-hidden">Volunteering in room {code}</h1>
        <StatusPanel snapshot={snapshot} compiled={link.compiled.value} />
        <SessionProblem snapshot={snapshot} code={code} />
        {you === null ? null : <Working link={link} snapshot={snapshot} client={you.client} />}
        {snapshot.phase === "left" ? <JoinAgain code={code} /> : null}
      </main>
    </Frame>
  );
}

interface WorkingProps {
  link: TrainingLink;
  snapshot: VolunteerSnapshot;
  client: number;
}

function Working({ link, snapshot, client }: WorkingProps) {
  const { view, phase } = snapshot;
  const [frozen, setFrozen] = useState(false);
  const shown = useFrozen(frozen, { view, trace: link.trace.value });
  const isOver = phase === "left" || phase === "stopped";
  const screen = useWakeLock(!isOver && phase !== "paused");
  const classes = view.dataset?.classes ?? [];
  const next = () => link.send({ type: "next-picture" });
  return (
    <div class="volunteer-halves">
      <PicturePanel trace={shown.trace} classes={classes} onNext={isOver ? null : next} />
      <div class="volunteer-side">
        <CurvePanel view={shown.view} client={client} />
        <Share snapshot={snapshot} />
        {isOver ? null : (
          <Actions snapshot={snapshot} send={link.send} frozen={frozen} onFreeze={setFrozen} />
        )}
        <DeviceDetails snapshot={snapshot} choice={link.choice.value} screen={screen} />
      </div>
    </div>
  );
}

function JoinAgain({ code }: { code: string }) {
  return (
    <p>
      <a class="button" href={`/j/${code}`}>
        Join again
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

// What a volunteer can do: pause, freeze the view, leave.

import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { useRef } from "preact/hooks";
import type { PageMessage } from "../../worker/messages.ts";
import { PaceChoice } from "./pace-choice.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";

export interface ActionsProps {
  snapshot: VolunteerSnapshot;
  send: (message: PageMessage) => void;
  frozen: boolean;
  onFreeze: (frozen: boolean) => void;
}

export function Actions({ snapshot, send, frozen, onFreeze }: ActionsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <PaceChoice send={send} />
      <div class="actions" role="group" aria-label="What you can do">
        <PauseButton isPaused={snapshot.phase === "paused"} send={send} />
        <button type="button" class="tall" aria-pressed={frozen} onClick={() => onFreeze(!frozen)}>
          Freeze view
        </button>
        {snapshot.leaving ? (
          <button type="button" class="tall" onClick={() => send({ type: "stay" })}>
            Stay after all
          </button>
        ) : null}
        <button type="button" class="tall" onClick={() => dialog.current?.showModal()}>
          Leave…
        </button>
        <LeaveDialog dialog={dialog} send={send} />
      </div>
    </>
  );
}

interface PauseProps {
  isPaused: boolean;
  send: ActionsProps["send"];
}

function PauseButton({ isPaused, send }: PauseProps) {
  const act = () => send({ type: isPaused ? "resume" : "pause" });
  return (
    <button type="button" class={isPaused ? "primary tall" : "tall"} onClick={act}>
      {isPaused ? "Resume" : "Pause"}
    </button>
  );
}

// What a volunteer can do: pause, freeze the view, wave, leave.

import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { useRef } from "preact/hooks";
import { t as tTab } from "../../i18n/en/tab.ts";
import { t } from "../../i18n/en/volunteer.ts";
import type { PageMessage } from "../../worker/messages.ts";
import { LeaveDialog } from "./leave-dialog.tsx";
import type { PaceWishes } from "./use-pace.ts";

export interface ActionsProps {
  snapshot: VolunteerSnapshot;
  send: (message: PageMessage) => void;
  wishes: PaceWishes;
  frozen: boolean;
  onFreeze: (frozen: boolean) => void;
}

export function Actions({ snapshot, send, wishes, frozen, onFreeze }: ActionsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <div class="actions" role="group" aria-label={t("actions")}>
        <PauseButton isPaused={snapshot.phase === "paused"} {...{ send, wishes }} />
        {snapshot.view.phase === "lobby" ? <WaveButton send={send} /> : null}
        <button type="button" class="tall" aria-pressed={frozen} onClick={() => onFreeze(!frozen)}>
          {t("freeze")}
        </button>
        {snapshot.leaving ? (
          <button type="button" class="tall" onClick={() => send({ type: "stay" })}>
            {t("stayAfterAll")}
          </button>
        ) : null}
        <button type="button" class="tall" onClick={() => dialog.current?.showModal()}>
          {t("leave")}
        </button>
        <LeaveDialog dialog={dialog} send={send} />
      </div>
    </>
  );
}

interface PauseProps {
  isPaused: boolean;
  send: ActionsProps["send"];
  wishes: PaceWishes;
}

function PauseButton({ isPaused, send, wishes: { battery, overrule } }: PauseProps) {
  const act = () => {
    if (isPaused && battery === "pause") overrule();
    send({ type: isPaused ? "resume" : "pause" });
  };
  return (
    <button type="button" class={isPaused ? "primary tall" : "tall"} onClick={act}>
      {t(isPaused ? "resume" : "pause")}
    </button>
  );
}

/** In the lobby: which of the dots on the wall is mine? */
function WaveButton({ send }: Pick<ActionsProps, "send">) {
  return (
    <button
      type="button"
      class="tall"
      title={tTab("waveHelp")}
      onClick={() => send({ type: "wave" })}
    >
      {tTab("wave")}
    </button>
  );
}

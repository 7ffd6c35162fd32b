// The door of the room: whether newcomers have to wait, and who does.

import type { DoorEntry, DoorFacts, HostCommand } from "@spikefed/protocol";
import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n/en/desk.ts";
import { kindName } from "../../state/device-words.ts";
import { AskButton } from "../../ui/ask-button.tsx";
import { useIsOffline } from "../../ui/connected.ts";

export interface DoorPanelProps {
  door: DoorFacts;
  onCommand: (message: HostCommand) => Promise<boolean>;
}

export function DoorPanel({ door, onCommand }: DoorPanelProps) {
  const isOffline = useIsOffline();
  const [said, setSaid] = useState("");
  const region = useRef<HTMLDivElement>(null);
  const { inviteOnly, waiting } = door;
  const act = async (message: HostCommand, text: string) => {
    if (await onCommand(message)) setSaid(text);
  };
  const answer = (message: HostCommand, text: string) => {
    region.current?.focus(); // the pressed button goes with its line
    void act(message, text);
  };
  return (
    <div ref={region} class="stack tight" tabIndex={-1} role="group" aria-label={t("door")}>
      <label class="check">
        <input
          type="checkbox"
          checked={inviteOnly}
          disabled={isOffline}
          onChange={({ currentTarget: { checked } }) =>
            void act({ command: "door", inviteOnly: checked }, t(checked ? "doorShut" : "doorOpen"))
          }
        />
        <span>
          {t("inviteOnly")}
          <span class="help block">{t("inviteOnlyHelp")}</span>
        </span>
      </label>
      <p role="status">{said}</p>
      {waiting.length === 0 ? null : (
        <>
          <p class="label">{t("waiting", { count: waiting.length })}</p>
          <ul class="waiting">
            {waiting.map((entry) => (
              <Waiting key={entry.waiting} entry={entry} onAnswer={answer} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface WaitingProps {
  entry: DoorEntry;
  onAnswer: (message: HostCommand, said: string) => void;
}

function Waiting({ entry: { waiting, name, device }, onAnswer }: WaitingProps) {
  const called = name ?? t("noName", { device: kindName(device.kind) });
  return (
    <li class="row">
      <bdi>{called}</bdi>
      <AskButton
        aria-label={t("letInName", { name: called })}
        onClick={() => onAnswer({ command: "admit", waiting }, t("didLetIn", { name: called }))}
      >
        {t("letIn")}
      </AskButton>
      <AskButton
        aria-label={t("turnAwayName", { name: called })}
        onClick={() =>
          onAnswer({ command: "turn-away", waiting }, t("didTurnAway", { name: called }))
        }
      >
        {t("turnAway")}
      </AskButton>
    </li>
  );
}

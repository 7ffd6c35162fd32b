import {
  lessonOf,
  type DoorFacts,
  type HostCommand,
  type RosterEntry,
  type RunSettings,
} from "@spikefed/protocol";
import { t } from "../../i18n/en/host.ts";
import { t as tRoom } from "../../i18n/en/room.ts";
import { presenceWords } from "../../state/roster-words.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { FingerprintLine } from "../../ui/fingerprint-line.tsx";
import { LocalOnly, useJoinLink } from "../../ui/join-link.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { DoorPanel } from "./door-panel.tsx";
import { Robots } from "./robots.tsx";

export interface RoomPanelProps {
  code: string;
  roster: readonly RosterEntry[];
  /** Of the open run; null: none is open. */
  settings: RunSettings | null;
  door: DoorFacts | null;
  onCommand: (message: HostCommand) => Promise<boolean>;
}

export function RoomPanel({ code, roster, settings, door, onCommand }: RoomPanelProps) {
  const link = useJoinLink(code);
  return (
    <section class="panel stack" aria-labelledby="room-title">
      <h2 id="room-title">{t("gather")}</h2>
      <p class="big">{presenceWords(roster)}</p>
      {door === null ? null : <DoorPanel door={door} onCommand={onCommand} />}
      <p>
        <a href={link} class="mono">
          {link}
        </a>
      </p>
      <div class="room-links">
        <QrCode text={link} label={tRoom("qrOf", { link })} />
        <div class="stack">
          <div class="row">
            <CopyButton text={link} label={t("copyLink")} />
            <a class="button" href={`/show/${code}`} target="_blank" rel="noopener">
              {t("openProjector")}
            </a>
          </div>
          <LocalOnly />
          <FingerprintLine />
        </div>
      </div>
      <Robots
        roster={roster}
        place={settings === null ? null : lessonOf(settings)}
        onCommand={onCommand}
      />
    </section>
  );
}

import type { RosterEntry } from "@spikefed/protocol";
import { presenceWords } from "../../state/roster-words.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { joinLink, LocalOnly } from "../../ui/join-link.tsx";
import { QrCode } from "../../ui/qr-code.tsx";

export interface RoomPanelProps {
  code: string;
  roster: readonly RosterEntry[];
}

export function RoomPanel({ code, roster }: RoomPanelProps) {
  const link = joinLink(code);
  return (
    <section class="panel stack" aria-labelledby="room-title">
      <h2 id="room-title">2. Gather</h2>
      <p class="big">{presenceWords(roster)}</p>
      <div class="room-links">
        <QrCode text={link} label={`QR code of ${link}`} />
        <p>
          <a href={link} class="mono">
            {link}
          </a>
        </p>
      </div>
      <LocalOnly />
      <div class="row">
        <CopyButton text={link} label="Copy link" />
        <a class="button" href={`/show/${code}`} target="_blank" rel="noopener">
          Open projector
        </a>
      </div>
    </section>
  );
}

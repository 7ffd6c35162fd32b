import type { RosterEntry } from "@spikefed/protocol";
import type { ComponentChildren } from "preact";
import { joinLink, LocalOnly } from "../../ui/join-link.tsx";
import { QrCode } from "../../ui/qr-code.tsx";

export interface ShowLobbyProps {
  code: string;
  roster: readonly RosterEntry[];
  offline: ComponentChildren;
}

/** Before the start: how to get in, and who is. */
export function ShowLobby({ code, roster, offline }: ShowLobbyProps) {
  const link = joinLink(code);
  const here = roster.filter(({ online, state }) => online && state !== "left");
  return (
    <main class="show-main show-lobby">
      <h1>Join and help train the network</h1>
      {offline}
      <div class="show-door">
        <QrCode text={link} label={`QR code of ${link}`} />
        <div class="stack">
          <p class="show-link">{link.replace(/^https?:\/\//, "")}</p>
          <p class="show-code" aria-label={`Room code ${[...code].join(" ")}`}>
            {code}
          </p>
          <p class="show-count" role="status">
            {here.length} here
          </p>
        </div>
      </div>
      <LocalOnly />
      <ul class="show-names" aria-label="Who is here">
        {here.map(({ client, name }) => (
          <li key={client}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </main>
  );
}

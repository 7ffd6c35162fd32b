import type { RosterEntry } from "@spikefed/protocol";
import type { ComponentChildren } from "preact";
import { t as tRoom } from "../../i18n/en/room.ts";
import { t } from "../../i18n/en/show.ts";
import { FingerprintLine } from "../../ui/fingerprint-line.tsx";
import { LocalOnly, useJoinLink } from "../../ui/join-link.tsx";
import { QrCode } from "../../ui/qr-code.tsx";

export interface ShowLobbyProps {
  code: string;
  roster: readonly RosterEntry[];
  offline: ComponentChildren;
}

/** Before the start: how to get in, and who is. */
export function ShowLobby({ code, roster, offline }: ShowLobbyProps) {
  const link = useJoinLink(code);
  const here = roster.filter(({ online, state }) => online && state !== "left");
  return (
    <main class="show-main show-lobby">
      <h1>{t("joinAndHelp")}</h1>
      {offline}
      <div class="show-door">
        <QrCode text={link} label={tRoom("qrOf", { link })} />
        <div class="stack">
          <p class="show-link">{link.replace(/^https?:\/\//, "")}</p>
          <p class="show-code" aria-label={t("roomCode", { code: [...code].join(" ") })}>
            {code}
          </p>
          <p class="show-count" role="status">
            {t("here", { count: here.length })}
          </p>
        </div>
      </div>
      <LocalOnly />
      <FingerprintLine />
      <ul class="show-names" aria-label={t("whoIsHere")}>
        {here.map(({ client, name, waves }) => (
          // Another key with each wave: the blinking begins anew.
          <li key={`${client} ${waves}`} class={waves > 0 ? "waved" : ""}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </main>
  );
}

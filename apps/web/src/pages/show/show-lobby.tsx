import type { RunView } from "@spikefed/fl-core";
import type { RosterEntry } from "@spikefed/protocol";
import type { ComponentChildren } from "preact";
import { t as tLesson } from "../../i18n/en/lesson.ts";
import { t as tRoom } from "../../i18n/en/room.ts";
import { t } from "../../i18n/en/show.ts";
import { FingerprintLine } from "../../ui/fingerprint-line.tsx";
import { LocalOnly, useJoinLink } from "../../ui/join-link.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { ShowQuestion } from "./show-lesson.tsx";

export interface ShowLobbyProps {
  view: RunView;
  code: string;
  roster: readonly RosterEntry[];
  offline: ComponentChildren;
}

/** Before the start: how to get in, and who is. */
export function ShowLobby({ view, code, roster, offline }: ShowLobbyProps) {
  const link = useJoinLink(code);
  const here = roster.filter(({ online, state }) => online && state !== "left");
  const robots = here.filter(({ robot }) => robot !== null).length;
  return (
    <main class="show-main show-lobby">
      <h1>{t("joinAndHelp")}</h1>
      {offline}
      <ShowQuestion view={view} />
      <div class="show-door">
        <QrCode text={link} label={tRoom("qrOf", { link })} />
        <div class="stack">
          <p class="show-link">{link.replace(/^https?:\/\//, "")}</p>
          <p class="show-code" aria-label={t("roomCode", { code: [...code].join(" ") })}>
            {code}
          </p>
          <p class="show-count" role="status">
            {t("here", { count: here.length })}
            {robots === 0 ? null : ` (${tLesson("robotsHereToo", { count: robots })})`}
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

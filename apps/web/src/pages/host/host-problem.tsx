import { t } from "../../i18n/en/host.ts";
import type { Problem } from "../../net/room-socket.ts";
import { problemWords } from "../../state/problem-words.ts";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";

export interface HostProblemProps {
  /** null: there is no key at all. */
  problem: Problem | null;
  /** true while the coordinator has not answered yet. */
  isAsking?: boolean;
}

export function HostProblem({ problem, isAsking = false }: HostProblemProps) {
  const waits = isAsking && problem === null;
  return (
    <Frame code={null} online={null} data={null}>
      <main class="column stack">
        <h1>{t(waits ? "title" : "closed")}</h1>
        {waits ? (
          <p role="status">{t("asking")}</p>
        ) : (
          <Notice problem={problem === null ? noKey() : problemWords(problem)}>
            <a class="button" href="/">
              {t("joinAsVolunteer")}
            </a>
          </Notice>
        )}
      </main>
    </Frame>
  );
}

const noKey = (): Problem => ({
  code: "room/host-key",
  fact: t("noKey"),
  cure: t("noKeyCure"),
});

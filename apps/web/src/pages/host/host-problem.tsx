import { t } from "../../i18n/en/host.ts";
import type { Problem } from "../../net/room-socket.ts";
import type { RoomWatch } from "../../net/watch-room.ts";
import { problemWords } from "../../state/problem-words.ts";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ObstacleNotice } from "../../ui/obstacle-notice.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";

export interface HostProblemProps {
  /** null: there is no key at all. */
  problem: Problem | null;
  /** Of the connection, while the coordinator has not answered yet; left out: nobody is asked. */
  watch?: RoomWatch;
}

export function HostProblem({ problem, watch }: HostProblemProps) {
  const waits = watch !== undefined && problem === null;
  return (
    <Frame code={null} online={null} data={null}>
      <main class="column stack">
        <h1>{t(waits ? "title" : "closed")}</h1>
        {waits ? <Asking watch={watch} /> : <Refused problem={problem} />}
      </main>
    </Frame>
  );
}

/** Without a key that fits, this browser may still help. */
function Refused({ problem }: Pick<HostProblemProps, "problem">) {
  const isOfKey = problem === null || /^room\/host-/.test(problem.code);
  if (!isOfKey) return <RefusalNotice problem={problem} />;
  return (
    <Notice problem={problem === null ? noKey() : problemWords(problem)}>
      <a class="button" href="/">
        {t("joinAsVolunteer")}
      </a>
    </Notice>
  );
}

function Asking({ watch }: { watch: RoomWatch }) {
  const obstacle = watch.obstacle.value;
  if (obstacle !== null) return <ObstacleNotice problem={obstacle} onTry={watch.tryNow} />;
  return <p role="status">{t("asking")}</p>;
}

const noKey = (): Problem => ({
  code: "room/host-key",
  fact: t("noKey"),
  cure: t("noKeyCure"),
});

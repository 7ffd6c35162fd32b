// Just watching: the same room, read-only, without a graphics chip.

import { emptyView } from "@spikefed/fl-core";
import { useEffect, useMemo } from "preact/hooks";
import type { Problem } from "../../net/room-socket.ts";
import { watchRoom, type RoomFeed } from "../../net/watch-room.ts";
import { t as tStatus } from "../../i18n/en/status.ts";
import { t } from "../../i18n/en/volunteer.ts";
import { documentTitle } from "../../state/narration.ts";
import { presenceWords } from "../../state/roster-words.ts";
import { groupSentence, leftText, watchSentence } from "../../state/volunteer-sentence.ts";
import { CurvePanel } from "../../ui/curve-panel.tsx";
import { Frame } from "../../ui/frame.tsx";
import { ObstacleNotice } from "../../ui/obstacle-notice.tsx";
import { OfflineLine } from "../../ui/offline-line.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { RingPanel } from "../../ui/ring.tsx";
import { useRemaining } from "../../ui/use-round-clock.ts";
import { useTitle } from "../../ui/use-title.ts";
import "./volunteer.css";

export default function WatchPage({ code }: { code: string }) {
  const watch = useMemo(() => watchRoom({ role: "watch", room: code }), [code]);
  useEffect(() => () => watch.close(), [watch]);
  const feed = watch.feed.value;
  const view = feed?.view ?? emptyView;
  const problem = watch.problem.value;
  const obstacle = watch.obstacle.value;
  useTitle(documentTitle(feed?.view ?? null, t("watch")));
  const data = view.dataset ?? feed?.room.dataset ?? null;
  if (feed === null && problem !== null) return <Refused code={code} problem={problem} />;
  return (
    <Frame code={code} online={watch.online.value} data={data}>
      <main class="wide volunteer">
        <h1 class="visually-hidden">{t("watching", { code })}</h1>
        <WatchStatus code={code} feed={feed} />
        {feed === null ? null : <OfflineLine watch={watch} />}
        {feed === null && obstacle !== null ? (
          <ObstacleNotice problem={obstacle} onTry={watch.tryNow} />
        ) : null}
        <div class="volunteer-halves">
          <RingPanel view={view} roster={feed?.roster ?? []} />
          <CurvePanel view={view} client={null} />
        </div>
      </main>
    </Frame>
  );
}

/** There is nothing to watch: no ring and no curve. */
function Refused({ code, problem }: { code: string; problem: Problem }) {
  return (
    <Frame code={code} online={null} data={null}>
      <main class="column stack">
        <h1>{t("watch")}</h1>
        <RefusalNotice problem={problem} />
      </main>
    </Frame>
  );
}

function WatchStatus({ code, feed }: { code: string; feed: RoomFeed | null }) {
  const view = feed?.view ?? emptyView;
  const remaining = useRemaining(view);
  return (
    <section class="status" aria-label={t("status")}>
      <p role="status" class="status-sentence">
        {feed === null ? tStatus("connecting") : watchSentence(view)}
      </p>
      <p>
        {groupSentence(view)} {leftText(remaining)}
      </p>
      <p class="quiet">
        {feed === null
          ? t("youWatch")
          : t("youWatchWith", { presence: presenceWords(feed.roster) })}{" "}
        <a href={`/j/${code}`}>{t("joinInstead")}</a>
      </p>
    </section>
  );
}

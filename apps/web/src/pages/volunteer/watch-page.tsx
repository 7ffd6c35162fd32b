// Just watching: the same room, read-only, without a graphics chip.

import { emptyView } from "@spikefed/fl-core";
import { useEffect, useMemo } from "preact/hooks";
import { watchRoom, type RoomFeed } from "../../net/watch-room.ts";
import { documentTitle } from "../../state/narration.ts";
import { presenceWords } from "../../state/roster-words.ts";
import { groupSentence, leftText, watchSentence } from "../../state/volunteer-sentence.ts";
import { CurvePanel } from "../../ui/curve-panel.tsx";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfflineLine } from "../../ui/offline-line.tsx";
import { RingPanel } from "../../ui/ring.tsx";
import { useRemaining } from "../../ui/use-round-clock.ts";
import "./volunteer.css";

export default function WatchPage({ code }: { code: string }) {
  const watch = useMemo(() => watchRoom({ role: "watch", room: code }), [code]);
  useEffect(() => () => watch.close(), [watch]);
  const feed = watch.feed.value;
  const view = feed?.view ?? emptyView;
  const problem = watch.problem.value;
  useEffect(() => {
    document.title = documentTitle(feed?.view ?? null, "Watch");
  }, [feed?.view]);
  const data = view.dataset ?? feed?.room.dataset ?? null;
  return (
    <Frame code={code} online={watch.online.value} data={data}>
      <main class="wide volunteer">
        <h1 class="visually-hidden">Watching room {code}</h1>
        <WatchStatus code={code} feed={feed} />
        <OfflineLine isOffline={feed !== null && !watch.online.value} />
        {problem === null ? null : <Notice problem={problem} />}
        <div class="volunteer-halves">
          <RingPanel view={view} roster={feed?.roster ?? []} />
          <CurvePanel view={view} client={null} />
        </div>
      </main>
    </Frame>
  );
}

function WatchStatus({ code, feed }: { code: string; feed: RoomFeed | null }) {
  const view = feed?.view ?? emptyView;
  const remaining = useRemaining(view);
  return (
    <section class="status" aria-label="Status">
      <p role="status" class="status-sentence">
        {feed === null ? "Connecting to the room." : watchSentence(view)}
      </p>
      <p>
        {groupSentence(view)} {leftText(remaining)}
      </p>
      <p class="quiet">
        You are watching{feed === null ? "" : `: ${presenceWords(feed.roster)}`}. This device does
        not train. <a href={`/j/${code}`}>Join instead</a>
      </p>
    </section>
  );
}

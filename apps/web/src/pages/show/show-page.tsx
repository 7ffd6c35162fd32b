// For the wall: read from eight metres, nothing to press but the theme. Names nobody's speed.

import { useEffect, useMemo } from "preact/hooks";
import { watchRoom, type RoomFeed } from "../../net/watch-room.ts";
import { documentTitle } from "../../state/narration.ts";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfflineLine } from "../../ui/offline-line.tsx";
import { ShowLobby } from "./show-lobby.tsx";
import { ShowRun } from "./show-run.tsx";
import "./show.css";

export default function ShowPage({ code }: { code: string | null }) {
  const watch = useMemo(() => watchRoom({ role: "watch", room: code }), [code]);
  useEffect(() => () => watch.close(), [watch]);
  const feed = watch.feed.value;
  const problem = watch.problem.value;
  useEffect(() => {
    document.title = documentTitle(feed?.view ?? null, "Projector");
  }, [feed?.view]);
  const data = feed?.view.dataset ?? feed?.room.dataset ?? null;
  return (
    <div class="show">
      <Frame
        code={feed?.room.code ?? code}
        online={feed === null ? null : watch.online.value}
        data={data}
        theme="projector"
      >
        {feed === null ? (
          <main class="show-main">
            <h1>{problem === null ? "Connecting to the room" : "No room to show"}</h1>
            {problem === null ? null : <Notice problem={problem} />}
          </main>
        ) : (
          <Scene feed={feed} isOffline={!watch.online.value} />
        )}
      </Frame>
    </div>
  );
}

function Scene({ feed, isOffline }: { feed: RoomFeed; isOffline: boolean }) {
  const { view, room, roster } = feed;
  const offline = <OfflineLine isOffline={isOffline} />;
  return view.phase === "lobby" ? (
    <ShowLobby code={room.code} roster={roster} offline={offline} />
  ) : (
    <ShowRun view={view} code={room.code} roster={roster} offline={offline} />
  );
}

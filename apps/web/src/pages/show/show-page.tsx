// For the wall: read from eight metres, nothing to press but the scene and the theme. Names nobody's speed.

import { useEffect, useMemo } from "preact/hooks";
import { watchRoom, type RoomFeed, type RoomWatch } from "../../net/watch-room.ts";
import { t } from "../../i18n/en/show.ts";
import { documentTitle } from "../../state/narration.ts";
import { Frame } from "../../ui/frame.tsx";
import { ObstacleNotice } from "../../ui/obstacle-notice.tsx";
import { OfflineLine } from "../../ui/offline-line.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { ShowLobby } from "./show-lobby.tsx";
import { ShowPictures } from "./show-pictures.tsx";
import { ShowRun } from "./show-run.tsx";
import { useScene } from "./use-scene.ts";
import "./show.css";

export default function ShowPage({ code }: { code: string | null }) {
  const watch = useMemo(() => watchRoom({ role: "watch", room: code }), [code]);
  useEffect(() => () => watch.close(), [watch]);
  const feed = watch.feed.value;
  const problem = watch.problem.value;
  const obstacle = watch.obstacle.value;
  useTitle(documentTitle(feed?.view ?? null, t("projector")));
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
            <h1>{t(problem === null ? "connecting" : "noRoom")}</h1>
            {problem === null ? null : <RefusalNotice problem={problem} />}
            {problem === null && obstacle !== null ? (
              <ObstacleNotice problem={obstacle} onTry={watch.tryNow} />
            ) : null}
          </main>
        ) : (
          <Scene feed={feed} watch={watch} />
        )}
      </Frame>
    </div>
  );
}

function Scene({ feed, watch }: { feed: RoomFeed; watch: RoomWatch }) {
  const { view, room, roster } = feed;
  const isLobby = view.phase === "lobby";
  const [scene, change] = useScene(!isLobby);
  const offline = <OfflineLine watch={watch} />;
  if (isLobby) return <ShowLobby view={view} code={room.code} roster={roster} offline={offline} />;
  return (
    <>
      {scene === "pictures" ? (
        <ShowPictures view={view} code={room.code} offline={offline} />
      ) : (
        <ShowRun view={view} code={room.code} roster={roster} offline={offline} />
      )}
      <p class="show-switch">
        <button type="button" onClick={change} aria-keyshortcuts="PageDown PageUp">
          {scene === "pictures" ? t("showRun") : t("showPictures")}
        </button>
      </p>
    </>
  );
}

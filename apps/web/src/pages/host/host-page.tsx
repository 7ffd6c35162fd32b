// The host's console: choose, gather, run. The run itself lives in the coordinator.

import type { ReadonlySignal } from "@preact/signals";
import type { RunView } from "@spikefed/fl-core";
import type { HostCommand } from "@spikefed/protocol";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/en/host.ts";
import { ask, type Problem } from "../../net/room-socket.ts";
import { watchRoom, type RoomFeed, type RoomWatch } from "../../net/watch-room.ts";
import { curveKey } from "../../state/curve.ts";
import { documentTitle } from "../../state/narration.ts";
import { problemWords } from "../../state/problem-words.ts";
import { sessionStore } from "../../state/session-store.ts";
import { Connected, useIsOffline } from "../../ui/connected.ts";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfflineLine } from "../../ui/offline-line.tsx";
import { useCalm } from "../../ui/use-calm.ts";
import { useKept } from "../../ui/use-kept.ts";
import { usePart } from "../../ui/use-part.ts";
import { useTitle } from "../../ui/use-title.ts";
import { CurvePanel } from "../../ui/curve-panel.tsx";
import { HostProblem } from "./host-problem.tsx";
import { readHostKey } from "./host-key.ts";
import { Lesson } from "./lesson-columns.tsx";
import { LogList } from "./log-list.tsx";
import { PartitionPanel } from "./partition-panel.tsx";
import { RosterTable } from "./roster-table.tsx";
import { useSpaceKey } from "./use-space-key.ts";
import "./host.css";

/** @param code null: the first room, which most coordinators have alone */
export default function HostPage({ code }: { code: string | null }) {
  const key = useMemo(() => readHostKey(location.hash, sessionStore, code), [code]);
  useEffect(() => history.replaceState(null, "", location.pathname + location.search), []);
  if (key === null) return <HostProblem problem={null} />;
  return <Console code={code} hostKey={key} />;
}

function Console({ code, hostKey }: { code: string | null; hostKey: string }) {
  const watch = useMemo(() => watchRoom({ role: "host", room: code, hostKey }), [code, hostKey]);
  useEffect(() => () => watch.close(), [watch]);
  const view = usePart(watch.feed, (feed) => feed?.view ?? null);
  useTitle(usePart(view, (now) => documentTitle(now, t("host"))).value);
  const isAnswered = usePart(watch.feed, (feed) => feed !== null).value;
  if (!isAnswered) return <HostProblem problem={watch.problem.value} watch={watch} />;
  // What is there once stays.
  return <OpenConsole watch={watch} feed={watch.feed as ReadonlySignal<RoomFeed>} />;
}

interface ConsoleProps {
  watch: RoomWatch;
  feed: ReadonlySignal<RoomFeed>;
}

function OpenConsole({ watch, feed }: ConsoleProps) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { socket } = watch;
  const command = useCallback(
    async (message: HostCommand) => {
      const answer = await ask(socket, "host", message);
      setProblem(answer.ok ? null : answer.error);
      return answer.ok;
    },
    [socket],
  );
  const code = usePart(feed, ({ room }) => room.code).value;
  const data = usePart(feed, ({ view, room }) => view.dataset ?? room.dataset).value;
  return (
    <Frame code={code} online={watch.online.value} data={data}>
      <main class="wide host">
        <h1>{t("title")}</h1>
        <OfflineLine watch={watch} />
        {problem === null ? null : <Notice problem={problemWords(problem)} isLoss />}
        {useKept(
          () => (
            <Connected.Provider value={watch.online}>
              <Panels feed={feed} onCommand={command} />
            </Connected.Provider>
          ),
          [watch, feed, command],
        )}
      </main>
    </Frame>
  );
}

interface PanelsProps {
  feed: ReadonlySignal<RoomFeed>;
  /** Settles with false when the coordinator refused. */
  onCommand: (message: HostCommand) => Promise<boolean>;
}

/** Drawn once: each panel looks at its part of the feed, since a roster comes several times a second. */
function Panels({ feed, onCommand }: PanelsProps) {
  const view = usePart(feed, (now) => now.view);
  const roster = usePart(feed, (now) => now.roster);
  return (
    <>
      <SpaceKey view={view} onCommand={onCommand} />
      <Lesson {...{ feed, view, roster, onCommand }} />
      <RosterTable feed={feed} onCommand={onCommand} />
      <Halves feed={feed} />
      <Shares feed={feed} view={view} />
    </>
  );
}

/** Below the table, so mostly out of sight. */
function Halves({ feed }: Pick<PanelsProps, "feed">) {
  const place = useRef<HTMLDivElement>(null);
  const calm = useCalm(feed, place);
  const log = usePart(calm, (now) => now.log);
  const roster = usePart(calm, (now) => now.roster);
  return (
    <div class="host-halves" ref={place}>
      <Accuracy view={usePart(calm, (now) => now.view)} />
      <LogList {...{ log, roster }} />
    </div>
  );
}

interface ViewProps {
  view: ReadonlySignal<RunView>;
}

function SpaceKey({ view, onCommand }: ViewProps & Pick<PanelsProps, "onCommand">) {
  const isOffline = useIsOffline();
  useSpaceKey(usePart(view, ({ phase }) => phase).value, (key) => {
    if (!isOffline) void onCommand({ command: key });
  });
  return null;
}

function Accuracy({ view }: ViewProps) {
  // Drawn anew when this changes; the panel itself keeps what it drew.
  void usePart(view, (now) => curveKey(now, null)).value;
  return <CurvePanel view={view.peek()} client={null} />;
}

function Shares({ feed, view }: ViewProps & Pick<PanelsProps, "feed">) {
  const partition = usePart(feed, (now) => now.partition).value;
  const classes = usePart(view, ({ dataset }) => dataset?.classes ?? null).value ?? [];
  return partition === null ? null : <PartitionPanel {...{ partition, classes }} />;
}

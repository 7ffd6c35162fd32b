// The host's console: choose, gather, run. The run itself lives in the coordinator.

import type { HostCommand, RunSettings } from "@spikefed/protocol";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/en/host.ts";
import { ask, type Problem } from "../../net/room-socket.ts";
import { watchRoom, type RoomFeed, type RoomWatch } from "../../net/watch-room.ts";
import { hostControls } from "../../state/host-controls.ts";
import { documentTitle } from "../../state/narration.ts";
import { wantedLesson } from "../../state/wanted-lesson.ts";
import { problemWords } from "../../state/problem-words.ts";
import { presenceKey } from "../../state/roster-words.ts";
import { sessionStore } from "../../state/session-store.ts";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfflineLine } from "../../ui/offline-line.tsx";
import { useKept } from "../../ui/use-kept.ts";
import { useTitle } from "../../ui/use-title.ts";
import { CurvePanel } from "../../ui/curve-panel.tsx";
import { ChoosePanel } from "./choose-panel.tsx";
import { LessonPanel } from "./lesson-panel.tsx";
import { HostProblem } from "./host-problem.tsx";
import { readHostKey } from "./host-key.ts";
import { LogList, namesText } from "./log-list.tsx";
import { PartitionPanel } from "./partition-panel.tsx";
import { RoomPanel } from "./room-panel.tsx";
import { RosterTable } from "./roster-table.tsx";
import { RunPanel } from "./run-panel.tsx";
import { SetupPanel } from "./setup-panel.tsx";
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
  const feed = watch.feed.value;
  useTitle(documentTitle(feed?.view ?? null, t("host")));
  if (feed === null) return <HostProblem problem={watch.problem.value} watch={watch} />;
  return <OpenConsole watch={watch} feed={feed} />;
}

function OpenConsole({ watch, feed }: { watch: RoomWatch; feed: RoomFeed }) {
  const { room, view } = feed;
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
  const { table, curve, lines, shares } = useParts(feed, command);
  useSpaceKey(view.phase, (key) => void command({ command: key }));
  return (
    <Frame code={room.code} online={watch.online.value} data={view.dataset ?? room.dataset}>
      <main class="wide host">
        <h1>{t("title")}</h1>
        <OfflineLine watch={watch} />
        {problem === null ? null : <Notice problem={problemWords(problem)} isLoss />}
        <Lesson watch={watch} feed={feed} onCommand={command} />
        {table}
        <div class="host-halves">
          {curve}
          {lines}
        </div>
        {shares}
      </main>
    </Frame>
  );
}

/** Parts that change with a part of the feed only: a roster comes several times a second. */
function useParts(feed: RoomFeed, onCommand: LessonProps["onCommand"]) {
  const { view, log, roster, partition } = feed;
  const { runId } = view;
  const names = useMemo(() => namesText(roster), [roster]);
  const classes = view.dataset?.classes ?? [];
  return {
    table: useKept(
      () => <RosterTable {...{ runId, roster, onCommand }} />,
      [runId, roster, onCommand],
    ),
    curve: useKept(() => <CurvePanel view={view} client={null} />, [view]),
    lines: useKept(() => <LogList {...{ log, names }} />, [log, names]),
    shares: useKept(
      () => <>{partition === null ? null : <PartitionPanel {...{ partition, classes }} />}</>,
      [partition, classes.join()],
    ),
  };
}

interface LessonProps {
  watch: RoomWatch;
  feed: RoomFeed;
  /** Settles with false when the coordinator refused. */
  onCommand: (message: HostCommand) => Promise<boolean>;
}

/** Choose, gather, run: the three columns in the order of a lesson, and the form behind the first. */
function Lesson({ watch, feed: { view, room, roster, door }, onCommand }: LessonProps) {
  const [isSettingUp, setSettingUp] = useState(() => wantedLesson(location.search) !== null);
  const canConfigure = hostControls(view.phase, false).canConfigure;
  const toggle = useCallback(() => setSettingUp((before) => !before), []);
  const toggleButton = useRef<HTMLButtonElement>(null);
  const open = useCallback(
    async (settings: RunSettings) => {
      const isOpened = await onCommand({ command: "configure", settings });
      if (isOpened) {
        setSettingUp(false);
        toggleButton.current?.focus(); // the button that was pressed goes with its form
      }
      return isOpened;
    },
    [onCommand],
  );
  const { code } = room;
  const { settings, parameters, phase } = view;
  const isEmpty = !roster.some(({ online }) => online);
  const presence = useMemo(() => presenceKey(roster), [roster]);
  const newest = () => watch.feed.peek()?.roster ?? [];
  return (
    <>
      <div class="host-columns">
        {useKept(
          () => (
            <ChoosePanel view={view} isOpen={isSettingUp} onToggle={toggle} button={toggleButton} />
          ),
          [settings, parameters, phase, isSettingUp, toggle],
        )}
        {useKept(
          () => (
            <RoomPanel {...{ code, roster, settings, door, onCommand }} />
          ),
          [code, presence, settings, door, onCommand],
        )}
        {useKept(
          () => (
            <RunPanel {...{ view, code, isEmpty, onCommand }} roster={newest} />
          ),
          [view, code, isEmpty, onCommand, watch],
        )}
      </div>
      {useKept(
        () => (
          <LessonPanel view={view} code={code} onOpen={open} />
        ),
        [view, code, open],
      )}
      {isSettingUp && canConfigure && settings !== null ? (
        <SetupPanel start={settings} procedural={room.dataset.procedural} onOpen={open} />
      ) : null}
    </>
  );
}

// Choose, gather, run: the three columns in the order of a lesson, and the form behind the first.

import type { ReadonlySignal } from "@preact/signals";
import type { RunView } from "@spikefed/fl-core";
import type { HostCommand, RosterEntry, RunSettings } from "@spikefed/protocol";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { RoomFeed } from "../../net/watch-room.ts";
import { hostControls } from "../../state/host-controls.ts";
import { presenceKey } from "../../state/roster-words.ts";
import { wantedLesson } from "../../state/wanted-lesson.ts";
import { useKept } from "../../ui/use-kept.ts";
import { usePart } from "../../ui/use-part.ts";
import { ChoosePanel } from "./choose-panel.tsx";
import { LessonPanel } from "./lesson-panel.tsx";
import { RoomPanel } from "./room-panel.tsx";
import { RunPanel } from "./run-panel.tsx";
import { SetupPanel } from "./setup-panel.tsx";

interface LessonProps {
  feed: ReadonlySignal<RoomFeed>;
  view: ReadonlySignal<RunView>;
  roster: ReadonlySignal<readonly RosterEntry[]>;
  /** Settles with false when the coordinator refused. */
  onCommand: (message: HostCommand) => Promise<boolean>;
}

export function Lesson({ feed, view, roster, onCommand }: LessonProps) {
  const { isSettingUp, toggle, toggleButton, heading, open } = useSetup(onCommand);
  const { code, dataset } = usePart(feed, ({ room }) => room).value;
  const settings = usePart(view, (now) => now.settings).value;
  const parameters = usePart(view, (now) => now.parameters).value;
  const isDone = usePart(view, ({ phase }) => phase === "done").value;
  const canConfigure = usePart(view, mayConfigure).value;
  const choice = { settings, parameters, canConfigure, isDone, onToggle: toggle };
  return (
    <>
      <div class="host-columns">
        <ChoosePanel {...choice} isOpen={isSettingUp} button={toggleButton} />
        {useKept(
          () => (
            <Room {...{ feed, roster, settings, onCommand }} />
          ),
          [feed, roster, settings, onCommand],
        )}
        {useKept(
          () => (
            <RunPanel {...{ view, code, roster, onCommand }} />
          ),
          [view, code, roster, onCommand],
        )}
      </div>
      {useKept(
        () => (
          <LessonPanel view={view} code={code} onOpen={open} />
        ),
        [view, code, open],
      )}
      {isSettingUp && canConfigure && settings !== null ? (
        <SetupPanel
          {...{ heading, start: settings, onOpen: open }}
          procedural={dataset.procedural}
        />
      ) : null}
    </>
  );
}

const mayConfigure = ({ phase }: RunView) => hostControls(phase, false).canConfigure;

function useSetup(onCommand: LessonProps["onCommand"]) {
  const [isSettingUp, setSettingUp] = useState(() => wantedLesson(location.search) !== null);
  const isPressed = useRef(false);
  const toggle = useCallback(() => {
    isPressed.current = true;
    setSettingUp((before) => !before);
  }, []);
  const toggleButton = useRef<HTMLButtonElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isPressed.current) return; // it was open with the page
    isPressed.current = false;
    if (isSettingUp) showHeading(heading.current);
    else toggleButton.current?.focus();
  }, [isSettingUp]);
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
  return { isSettingUp, toggle, toggleButton, heading, open };
}

/** At once, for all: behind a finished run the form unfolds screens below its button. */
function showHeading(heading: HTMLElement | null): void {
  heading?.scrollIntoView({ block: "start", behavior: "instant" });
  heading?.focus({ preventScroll: true });
}

type RoomProps = Pick<LessonProps, "feed" | "roster" | "onCommand"> & {
  settings: RunSettings | null;
};

/** Drawn anew when somebody comes or goes. */
function Room({ feed, roster, settings, onCommand }: RoomProps) {
  const code = usePart(feed, ({ room }) => room.code).value;
  const door = usePart(feed, (now) => now.door).value;
  const presence = usePart(roster, presenceKey).value;
  const present = useMemo(() => roster.peek(), [presence]);
  return <RoomPanel {...{ code, roster: present, settings, door, onCommand }} />;
}

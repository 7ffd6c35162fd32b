// Robots of the room: more, fewer, and those that a lesson needs.

import type { HostCommand, LessonPlace, RosterEntry } from "@spikefed/protocol";
import { useState } from "preact/hooks";
import { t } from "../../i18n/en/lesson.ts";
import { missingRobots, robotsHere, usualAttack } from "../../state/robot-count.ts";
import { AskButton } from "../../ui/ask-button.tsx";

export interface RobotsProps {
  roster: readonly RosterEntry[];
  /** Of the open run; null: it is no lesson. */
  place: LessonPlace | null;
  onCommand: (message: HostCommand) => Promise<boolean>;
}

export function Robots({ roster, place, onCommand }: RobotsProps) {
  const [isBusy, setBusy] = useState(false);
  const here = robotsHere(roster);
  const missing = place === null ? [] : missingRobots(place.lesson.robots, roster);
  const send = async (messages: readonly HostCommand[]) => {
    setBusy(true);
    for (const message of messages) if (!(await onCommand(message))) break;
    setBusy(false);
  };
  const press = (label: string, messages: readonly HostCommand[], isPossible = true) => (
    <AskButton disabled={isBusy || !isPossible} onClick={() => void send(messages)}>
      {label}
    </AskButton>
  );
  const attack = place?.lesson.robots.attack ?? usualAttack;
  return (
    <section class="stack tight" aria-labelledby="robots-title">
      <h3 id="robots-title">{t("robots")}</h3>
      <p class="help">{t("robotsHelp")}</p>
      <p>{t("robotsHere", here)}</p>
      <div class="row">
        {press(t("addRobot"), [{ command: "add-robot", robot: "honest" }])}
        {press(t("removeRobot"), [{ command: "remove-robot", harms: false }], here.honest > 0)}
        {press(t("addBad"), [{ command: "add-robot", robot: attack }])}
        {press(t("removeBad"), [{ command: "remove-robot", harms: true }], here.bad > 0)}
      </div>
      {missing.length === 0 ? null : press(t("addForLesson"), missing)}
    </section>
  );
}

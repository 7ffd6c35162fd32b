// How many robots are here, and which ones a lesson still needs.

import type {
  AttackKind,
  HostCommand,
  LessonRobots,
  RobotKind,
  RosterEntry,
} from "@spikefed/protocol";

/** What a bad robot does where no lesson says it. */
export const usualAttack: AttackKind = "scale";

/** Robots that hold a place, away or not. */
export function robotsHere(roster: readonly RosterEntry[]): { honest: number; bad: number } {
  const here = kindsHere(roster);
  const honest = countOf("honest", here);
  return { honest, bad: here.length - honest };
}

/** Commands that bring the robots of a lesson in; those of its kinds that are here stay. */
export function missingRobots(
  { honest, attack }: LessonRobots,
  roster: readonly RosterEntry[],
): HostCommand[] {
  const here = kindsHere(roster);
  const helping = Array.from({ length: Math.max(0, honest - countOf("honest", here)) }, () => {
    return { command: "add-robot", robot: "honest" } as const;
  });
  if (attack === null || here.includes(attack)) return helping;
  return [...helping, { command: "add-robot", robot: attack }];
}

const kindsHere = (roster: readonly RosterEntry[]): RobotKind[] =>
  roster.flatMap(({ robot, state }) => (robot === null || state === "left" ? [] : [robot]));

const countOf = (kind: RobotKind, kinds: readonly RobotKind[]): number =>
  kinds.filter((one) => one === kind).length;

// How many robots are here, and which ones a lesson still needs.

import type { AttackKind, HostCommand, LessonRobots, RosterEntry } from "@spikefed/protocol";

/** What a bad robot does where no lesson says it. */
export const usualAttack: AttackKind = "scale";

/** Robots that hold a place, away or not. */
export function robotsHere(roster: readonly RosterEntry[]): { honest: number; bad: number } {
  const here = roster.filter(({ robot, state }) => robot !== null && state !== "left");
  const honest = here.filter(({ robot }) => robot === "honest").length;
  return { honest, bad: here.length - honest };
}

/** Commands that bring the robots of a lesson in; those that are here stay. */
export function missingRobots(
  { honest, attack }: LessonRobots,
  here: { honest: number; bad: number },
): HostCommand[] {
  const helping = Array.from({ length: Math.max(0, honest - here.honest) }, () => {
    return { command: "add-robot", robot: "honest" } as const;
  });
  if (attack === null || here.bad > 0) return helping;
  return [...helping, { command: "add-robot", robot: attack }];
}

// A robot: a volunteer that this coordinator runs itself, for a rehearsal or for a lesson.

import type { RobotKind } from "@spikefed/protocol";

import { makeId, makeSecret } from "../room/secret.ts";

export interface Robot {
  clientId: string;
  /** With it the robot comes back as the same volunteer; it is on disk, like the host key. */
  token: string;
  /** As it introduces itself. */
  name: string;
  kind: RobotKind;
}

/** One more, with a name that none of the others has. */
export function makeRobot(kind: RobotKind, others: readonly Robot[]): Robot {
  const title = kind === "honest" ? "Robot" : "Bad robot";
  const names = new Set(others.map(({ name }) => name));
  let number = 1;
  while (names.has(`${title} ${number}`)) number += 1;
  return { clientId: makeId(), token: makeSecret(), name: `${title} ${number}`, kind };
}

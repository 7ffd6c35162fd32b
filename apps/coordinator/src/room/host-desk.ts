// The host's commands, each handed to the part of the room that it is for.

import {
  SpikefedError,
  type HostCommand,
  type RobotKind,
  type RunSettings,
} from "@spikefed/protocol";

import type { Robots } from "../robots/robots.ts";
import type { Door } from "./door.ts";
import type { Member } from "./member.ts";
import type { Run } from "./run.ts";

export interface HostDesk {
  run: Run;
  door: Door;
  robots: Robots;
  configure: (settings: RunSettings) => Promise<void>;
}

/**
 * Resolves when what it changes is on the disk.
 *
 * @throws {SpikefedError} `room/phase`, `room/settings`, `room/no-member`, `room/nobody-waits`,
 *   `room/has-sent`, `room/robots`, `room/no-robot`, `room/full`, `partition/impossible`
 */
export async function obey(command: HostCommand, desk: HostDesk): Promise<void> {
  const { run, door } = desk;
  switch (command.command) {
    case "configure":
      return desk.configure(command.settings);
    case "adjust":
      return run.adjust(command.changes);
    case "rename":
      return run.members.rename(memberOf(run, command.client), command.name);
    case "remove":
      return remove(memberOf(run, command.client), desk);
    case "drop":
      return run.drop(command.clients.map((client) => memberOf(run, client)));
    case "door":
      return door.setInviteOnly(command.inviteOnly);
    case "admit":
    case "turn-away":
      return door.answer(command.waiting, command.command === "admit");
    case "add-robot":
      return addRobot(command.robot, desk);
    case "remove-robot":
      return desk.robots.remove(command.harms);
    default:
      return run.command(command.command);
  }
}

function memberOf(run: Run, client: number): Member {
  const member = run.members.get(client);
  if (!member) throw new SpikefedError("room/no-member", { client });
  return member;
}

/** What it has sent stays counted; what is on its way is refused. First the door learns of it. */
async function remove(member: Member, { run, door }: HostDesk): Promise<void> {
  await door.remove(member.clientId);
  const { link } = member;
  link?.send("removed");
  await run.remove(member, "removed");
  link?.close();
}

async function addRobot(kind: RobotKind, { run, robots }: HostDesk): Promise<void> {
  const { count: limit } = run.parts.plan;
  if (run.members.count() >= limit) throw new SpikefedError("room/full", { limit });
  await robots.add(kind);
}

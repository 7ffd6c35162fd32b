// What the answer to a hello tells of the run. A crowd that comes back at the same moment must not be
// told again what it knows: it would be gigabytes.

import type { ClientMessage, HelloAnswer } from "@spikefed/protocol";

import type { Members } from "./members.ts";
import type { RunParts } from "./run-parts.ts";

export type News = Pick<HelloAnswer, "log" | "roster">;

/** Entries of a roster that is not told again to who comes back. */
const LONG_ROSTER = 100;

/** @param known what of the log it has; left out: nothing */
export function newsSince(
  known: ClientMessage<"hello">["known"],
  { log: { events }, folder }: Pick<RunParts, "log" | "folder">,
  members: Members,
): News {
  const last = known && known.runId === folder.runId ? events[known.events - 1] : undefined;
  if (!known || last?.atMs !== known.atMs) {
    // The events themselves, not a copy: what is written until the answer is sent is in it.
    return { log: events, roster: members.roster() };
  }
  const isLong = members.count() > LONG_ROSTER;
  return { log: events.slice(known.events), roster: isLong ? null : members.roster() };
}

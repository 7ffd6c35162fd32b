// Which devices sit a round out when the host asks for so many.

import type { RunView } from "@spikefed/fl-core";
import type { RosterEntry } from "@spikefed/protocol";

/**
 * So many of those who are here and have not sent yet, drawn by lot; fewer where there are fewer.
 *
 * @param random a number in [0, 1)
 */
export function pickDrops(
  roster: readonly RosterEntry[],
  view: RunView,
  { count, random }: { count: number; random: () => number },
): number[] {
  const open = view.rounds.at(-1);
  const isOpen = view.phase === "training" && open !== undefined;
  const free = roster.filter(({ client, online, state }) => {
    if (!online || state === "left") return false;
    return !isOpen || (open.cohort.includes(client) && !open.reported.includes(client));
  });
  const left = free.map(({ client }) => client);
  const drawn: number[] = [];
  while (drawn.length < count && left.length > 0) {
    drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return drawn.sort((a, b) => a - b);
}

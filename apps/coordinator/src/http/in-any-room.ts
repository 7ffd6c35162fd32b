// What is named by its hash: whoever knows the name may have it, of whichever room it is. A hash cannot
// be guessed, and only the people of a room are told those of its models, shards and records.

import type { Room } from "../room/room.ts";

/** What the first of these rooms finds; null: none does. */
export async function inAnyRoom<T>(
  rooms: readonly Room[],
  find: (room: Room) => T | null | Promise<T | null>,
): Promise<T | null> {
  for (const room of rooms) {
    const found = await find(room);
    if (found !== null) return found;
  }
  return null;
}

// What is named by its hash: whoever knows the name may have it, of whichever room it is. A hash cannot
// be guessed, and only the people of a room are told those of its models, shards and records.

import type { Room } from "../room/room.ts";

/**
 * What the first of these rooms finds; null: none does. A room whose disk fails is passed over: its copy
 * is no other room's.
 *
 * @throws what the first failing room threw, when no other has it.
 */
export async function inAnyRoom<T>(
  rooms: readonly Room[],
  find: (room: Room) => T | null | Promise<T | null>,
): Promise<T | null> {
  let failure: { error: unknown } | null = null;
  for (const room of rooms) {
    try {
      const found = await find(room);
      if (found !== null) return found;
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure !== null) throw failure.error;
  return null;
}

// What a page can know about the room before it joins.

import type { RoomSummary } from "@spikefed/protocol";
import { roomPath } from "./room-path.ts";

/** `refused`: the coordinator's word on a code, `room/unknown` or `room/which`. */
export type RoomAnswer = { room: RoomSummary } | { refused: string };

/**
 * @param code null: the coordinator's only room
 * @throws when the coordinator does not answer, or with something else.
 */
export async function fetchRoom(code: string | null, get = fetch): Promise<RoomAnswer> {
  const path = roomPath(code, "/api/room");
  const response = await get(path, { headers: { accept: "application/json" } });
  if (response.ok) return { room: (await response.json()) as RoomSummary };
  const { code: refused } = (await response.json()) as { code?: unknown };
  if (typeof refused === "string") return { refused };
  throw new Error(`GET ${path} answered ${response.status}`);
}

// What a page can know about the room before it joins.

import type { RoomSummary } from "@spikefed/protocol";

/** @throws when the coordinator does not answer, or with something else. */
export async function fetchRoom(): Promise<RoomSummary> {
  const response = await fetch("/api/room", { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`GET /api/room answered ${response.status}`);
  return (await response.json()) as RoomSummary;
}

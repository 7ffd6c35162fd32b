import type { RoomSummary } from "@spikefed/protocol";
import { useEffect, useState } from "preact/hooks";
import { fetchRoom } from "../../net/room-info.ts";

export type RoomState =
  { state: "asking" } | { state: "known"; room: RoomSummary } | { state: "unreachable" };

/** How often the room is asked again while somebody reads, milliseconds. */
const AGAIN_MS = 5000;

/** The room as `GET /api/room` tells it, kept fresh while the page is open. */
export function useRoom(): RoomState {
  const [room, setRoom] = useState<RoomState>({ state: "asking" });
  useEffect(() => {
    let isOpen = true;
    const ask = () =>
      fetchRoom().then(
        (found) => isOpen && setRoom({ state: "known", room: found }),
        () => isOpen && setRoom({ state: "unreachable" }),
      );
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      isOpen = false;
      clearInterval(timer);
    };
  }, []);
  return room;
}

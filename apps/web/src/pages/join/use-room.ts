import type { RoomSummary } from "@spikefed/protocol";
import { useEffect, useState } from "preact/hooks";
import { fetchRoom, type RoomAnswer } from "../../net/room-info.ts";

export type RoomState =
  | { state: "asking" }
  | { state: "known"; room: RoomSummary }
  /** By the code of an error: no room has this code, or there are several and none was named. */
  | { state: "refused"; why: string; code: string | null }
  | { state: "unreachable" };

/** How often the room is asked again while somebody reads, milliseconds. */
const AGAIN_MS = 5000;

/**
 * The room as `GET /api/room` tells it, kept fresh while the page is open. A code that no room has is
 * asked for once: a class that mistypes must not use up what one address may try.
 *
 * @param code null: the coordinator's only room
 */
export function useRoom(code: string | null): RoomState {
  const [room, setRoom] = useState<RoomState>({ state: "asking" });
  useEffect(() => {
    let isOpen = true;
    const take = (answer: RoomAnswer) => {
      if (!isOpen) return;
      if ("room" in answer) return setRoom({ state: "known", room: answer.room });
      setRoom({ state: "refused", why: answer.refused, code });
      if (answer.refused === "room/unknown") clearInterval(timer);
    };
    const ask = () => fetchRoom(code).then(take, () => isOpen && setRoom({ state: "unreachable" }));
    const timer = setInterval(() => void ask(), AGAIN_MS);
    void ask();
    return () => {
      isOpen = false;
      clearInterval(timer);
    };
  }, [code]);
  return room;
}

import { roomSentence } from "../../state/room-words.ts";
import { Notice } from "../../ui/notice.tsx";
import type { RoomState } from "./use-room.ts";

export interface RoomLineProps {
  /** Code of the link; null when it was not in the link. */
  code: string | null;
  room: RoomState;
}

export function RoomLine({ code, room }: RoomLineProps) {
  switch (room.state) {
    case "asking":
      return <p class="room-line quiet">Asking the room who is here.</p>;
    case "unreachable":
      return <Notice problem={unreachable} isPassing />;
    case "known":
      if (code !== null && code !== room.room.code) return <Notice problem={unknownRoom(code)} />;
      return <p class="room-line">{roomSentence(room.room)}</p>;
  }
}

const unreachable = {
  code: "net/offline",
  fact: "the coordinator does not answer",
  cure: "The page asks again every 5 seconds. Is the host's computer on, and in the same network?",
};

const unknownRoom = (code: string) => ({
  code: "room/unknown",
  fact: `there is no room ${code} here`,
  cure: "Check the code. Codes have no vowels and no 0 or 1.",
});

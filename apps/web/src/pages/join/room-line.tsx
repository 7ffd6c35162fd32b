import { t } from "../../i18n/en/join.ts";
import { t as tProblem } from "../../i18n/en/problems.ts";
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
      return <p class="room-line quiet">{t("asking")}</p>;
    case "unreachable":
      return <Notice problem={unreachable()} isPassing />;
    case "refused":
      if (room.why === "room/which") return <p class="room-line quiet">{t("whichRoom")}</p>;
      if (room.why !== "room/unknown") return <Notice problem={tooManyCodes()} isPassing />;
      return <Notice problem={unknownRoom(room.code ?? "")} />;
    case "known":
      if (code !== null && code !== room.room.code) return <Notice problem={unknownRoom(code)} />;
      return <p class="room-line">{roomSentence(room.room)}</p>;
  }
}

const unreachable = () => ({
  code: "net/offline",
  fact: t("unreachable"),
  cure: t("unreachableCure"),
});

const tooManyCodes = () => ({
  code: "room/too-many-codes",
  fact: tProblem("room/too-many-codes"),
  cure: tProblem("room/too-many-codes/cure"),
});

const unknownRoom = (code: string) => ({
  code: "room/unknown",
  fact: t("unknownRoom", { code }),
  cure: t("unknownRoomCure"),
});

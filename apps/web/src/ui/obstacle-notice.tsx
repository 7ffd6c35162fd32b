import { t } from "../i18n/en/frame.ts";
import type { Problem } from "../net/room-socket.ts";
import { problemWords } from "../state/problem-words.ts";
import { Notice } from "./notice.tsx";

export interface ObstacleNoticeProps {
  problem: Problem;
  onTry: () => void;
}

/** In the place of a page that does not reach the coordinator: it is tried again, or now. */
export function ObstacleNotice({ problem, onTry }: ObstacleNoticeProps) {
  return (
    <Notice problem={problemWords(problem)} isPassing>
      <button type="button" onClick={onTry}>
        {t("tryNow")}
      </button>
    </Notice>
  );
}

import type { Problem } from "../net/room-socket.ts";
import { problemWords } from "../state/problem-words.ts";
import { Notice } from "./notice.tsx";
import { ReloadButton } from "./reload-button.tsx";
import { TypeAnother } from "./type-another.tsx";

/** Why the coordinator did not let a page in that does not train, and the one thing to do. */
export function RefusalNotice({ problem }: { problem: Problem }) {
  return (
    <Notice problem={problemWords(problem)}>
      {isOfCode(problem) ? <TypeAnother /> : <ReloadButton />}
    </Notice>
  );
}

/** Loading the page again would ask for the same room. */
const isOfCode = ({ code }: Problem) => code === "room/unknown" || code === "room/which";

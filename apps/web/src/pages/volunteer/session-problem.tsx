import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { Notice } from "../../ui/notice.tsx";

export interface SessionProblemProps {
  snapshot: VolunteerSnapshot;
  code: string;
}

/** Why the session stopped and the one thing to do; or what it is trying to get over by itself. */
export function SessionProblem({ snapshot: { error, phase }, code }: SessionProblemProps) {
  if (error === null) return null;
  if (phase !== "stopped") return <Notice problem={error} isPassing />;
  const isUnknown = error.code === "room/unknown";
  return (
    <Notice problem={error} isLoss>
      {isUnknown ? (
        <a class="button" href="/">
          Type another code
        </a>
      ) : (
        <>
          <button type="button" onClick={() => location.reload()}>
            Reload
          </button>
          <a class="button" href={`/room/${code}?watch=1`}>
            Watch instead
          </a>
        </>
      )}
    </Notice>
  );
}

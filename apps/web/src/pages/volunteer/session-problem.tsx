import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { t as tFrame } from "../../i18n/en/frame.ts";
import { t } from "../../i18n/en/volunteer.ts";
import { Notice, type Problem } from "../../ui/notice.tsx";

export interface SessionProblemProps {
  snapshot: VolunteerSnapshot;
  code: string;
}

/** Why the session stopped and the one thing to do; or what it is trying to get over by itself. */
export function SessionProblem({ snapshot: { error, phase }, code }: SessionProblemProps) {
  if (error === null) return null;
  const isDevice = error.code === "volunteer/device" || error.code === "volunteer/memory";
  if (isDevice) return <FailedDevice problem={error} code={code} />;
  if (phase !== "stopped") return <Notice problem={error} isPassing />;
  const isUnknown = error.code === "room/unknown";
  return (
    <Notice problem={error} isLoss>
      {isUnknown ? (
        <a class="button" href="/">
          {t("typeAnother")}
        </a>
      ) : (
        <>
          <button type="button" onClick={() => location.reload()}>
            {tFrame("reload")}
          </button>
          <a class="button" href={`/room/${code}?watch=1`}>
            {tFrame("watchInstead")}
          </a>
        </>
      )}
    </Notice>
  );
}

/** The device has paused by itself; Resume is among the buttons below. */
function FailedDevice({ problem, code }: { problem: Problem; code: string }) {
  return (
    <Notice problem={problem} isLoss>
      <a class="button" href="?executor=kernels/wasm">
        {t("onProcessor")}
      </a>
      <a class="button" href={`/room/${code}?watch=1`}>
        {tFrame("watchInstead")}
      </a>
    </Notice>
  );
}

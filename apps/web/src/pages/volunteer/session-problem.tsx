import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { t as tFrame } from "../../i18n/en/frame.ts";
import { t } from "../../i18n/en/volunteer.ts";
import { problemWords } from "../../state/problem-words.ts";
import { Notice, type Problem } from "../../ui/notice.tsx";
import { ObstacleNotice } from "../../ui/obstacle-notice.tsx";
import { ReloadButton } from "../../ui/reload-button.tsx";
import { TypeAnother } from "../../ui/type-another.tsx";
import type { PageMessage } from "../../worker/messages.ts";
import { useObstacle } from "./use-obstacle.ts";
import type { PaceWishes } from "./use-pace.ts";

export interface SessionProblemProps {
  snapshot: VolunteerSnapshot;
  code: string;
  wishes: PaceWishes;
  send: (message: PageMessage) => void;
}

/** Why the session stopped and the one thing to do; or what it is trying to get over by itself. */
export function SessionProblem({ snapshot, code, wishes, send }: SessionProblemProps) {
  const { error, phase } = snapshot;
  const obstacle = useObstacle(error);
  if (error === null) return null;
  const isDevice = error.code === "volunteer/device" || error.code === "volunteer/memory";
  const goGently = () => {
    wishes.choose("gentle");
    send({ type: "resume" });
  };
  if (isDevice) return <FailedDevice problem={error} code={code} onGently={goGently} />;
  if (phase !== "stopped" && obstacle !== null) {
    return <ObstacleNotice problem={obstacle} onTry={() => send({ type: "reconnect" })} />;
  }
  if (phase !== "stopped") return <Notice problem={problemWords(error)} isPassing />;
  return (
    <Notice problem={problemWords(error)} isLoss>
      <Ways code={code} error={error.code} />
    </Notice>
  );
}

/** What is left to do, where loading the page again would lead to the same refusal. */
function Ways({ code, error }: { code: string; error: string }) {
  if (error === "room/removed") {
    return (
      <a class="button" href="/">
        {t("backToStart")}
      </a>
    );
  }
  const watch = (
    <a class="button" href={`/room/${code}?watch=1`}>
      {tFrame("watchInstead")}
    </a>
  );
  if (error === "room/turned-away") return watch;
  if (error === "room/unknown") return <TypeAnother />;
  return (
    <>
      <ReloadButton />
      {watch}
    </>
  );
}

interface FailedDeviceProps {
  problem: Problem;
  code: string;
  /** Goes on with the same device, at the gentle pace. */
  onGently: () => void;
}

/** The device has paused by itself; Resume is among the buttons below. */
function FailedDevice({ problem, code, onGently }: FailedDeviceProps) {
  return (
    <Notice problem={problemWords(problem)} isLoss>
      <button type="button" onClick={onGently}>
        {t("tryGently")}
      </button>
      <a class="button" href="?executor=kernels/wasm">
        {t("onProcessor")}
      </a>
      <a class="button" href={`/room/${code}?watch=1`}>
        {tFrame("watchInstead")}
      </a>
    </Notice>
  );
}

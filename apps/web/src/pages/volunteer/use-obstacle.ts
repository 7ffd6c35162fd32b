import type { ErrorReport } from "@spikefed/protocol";
import { useEffect, useState } from "preact/hooks";
import { findObstacle } from "../../net/obstacle.ts";
import type { Problem } from "../../net/room-socket.ts";

/** Between two looks while the coordinator is out of reach. */
const LOOK_MS = 5000;

/**
 * What keeps this device from the coordinator, where its session could not connect; null: nothing. The
 * session knows that its connection failed, the page whether plain requests get through.
 */
export function useObstacle(error: ErrorReport | null): Problem | null {
  const [found, setFound] = useState<Problem | null>(null);
  const isUnreachable = error?.code === "volunteer/unreachable";
  useEffect(() => {
    if (!isUnreachable) return undefined;
    let isWanted = true;
    const look = () => void findObstacle().then((obstacle) => isWanted && setFound(obstacle));
    look();
    const looking = setInterval(look, LOOK_MS);
    return () => {
      isWanted = false;
      clearInterval(looking);
    };
  }, [isUnreachable]);
  return isUnreachable ? (found ?? error) : null;
}

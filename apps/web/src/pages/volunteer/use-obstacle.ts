import type { ErrorReport } from "@spikefed/protocol";
import { useEffect, useState } from "preact/hooks";
import { findObstacle } from "../../net/obstacle.ts";
import type { Problem } from "../../net/room-socket.ts";

/**
 * What keeps this device from the coordinator, where its session could not connect; null: nothing. The
 * session knows that its connection failed, the page whether plain requests get through.
 */
export function useObstacle(error: ErrorReport | null): Problem | null {
  const [found, setFound] = useState<Problem | null>(null);
  const isUnreachable = error?.code === "volunteer/unreachable";
  useEffect(() => {
    let isWanted = isUnreachable;
    if (isUnreachable) void findObstacle().then((obstacle) => isWanted && setFound(obstacle));
    return () => {
      isWanted = false;
    };
  }, [error, isUnreachable]);
  return isUnreachable ? (found ?? error) : null;
}

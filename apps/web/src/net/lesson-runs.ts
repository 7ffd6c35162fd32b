// Earlier runs of the lesson that is open, folded as its own log is.

import { replay, type RunView } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";
import { roomPath } from "./room-path.ts";

/** @throws when the coordinator does not answer, or with something else. */
export async function fetchLessonRuns(code: string): Promise<RunView[]> {
  const response = await fetch(roomPath(code, "/api/lesson/runs"));
  if (!response.ok) throw new Error(`GET /api/lesson/runs answered ${response.status}`);
  const logs = (await response.json()) as LogEvent[][];
  return logs.map((log) => replay(log));
}

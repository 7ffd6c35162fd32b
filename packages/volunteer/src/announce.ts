// What this volunteer does, told to the coordinator for its roster.

import { tell } from "./request.ts";
import type { Session } from "./session.ts";

/** After hello and after each change of what is done. */
export function announce(session: Session): void {
  const { doing, paused, leaving, online, socket } = session;
  if (!online) return;
  const state = doing === "nothing" ? (paused ? "paused" : "ready") : doing;
  const isPaused = paused && state === "training";
  tell(socket, "state", { state: isPaused ? "paused" : state, leaving });
}

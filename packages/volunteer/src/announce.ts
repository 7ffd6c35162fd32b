// What this volunteer does, told to the coordinator for its roster.

import type { ClientMessage } from "@spikefed/protocol";

import { tell } from "./request.ts";
import type { Session } from "./session.ts";

/** After hello and after each change of what is done. */
export function announce(session: Session): void {
  const { online, socket } = session;
  if (online) tell(socket, "state", stateMessage(session));
}

export function stateMessage(session: Session): ClientMessage<"state"> {
  const { leaving, hidden, paceName: pace } = session;
  return { state: stateOf(session), leaving, hidden, pace };
}

function stateOf({ doing, paused, restarting }: Session): ClientMessage<"state">["state"] {
  if (doing === "nothing") return paused ? "paused" : "ready";
  if (doing !== "training") return doing;
  return paused ? "paused" : restarting ? "restarting" : "training";
}

// What this volunteer does, told to the coordinator for its roster.

import type { ClientMessage } from "@spikefed/protocol";

import { createPacer } from "./pacer.ts";
import { tell } from "./request.ts";
import type { Session } from "./session.ts";

/** After hello and after each change of what is done; with what the device failed of, once. */
export function announce(session: Session): void {
  const { online, socket, deviceFact: fact } = session;
  if (!online) return;
  tell(socket, "state", { ...stateMessage(session), ...(fact !== null && { fact }) });
  session.deviceFact = null;
}

/** A quarter of the shortest lease: a message that is lost on the way costs nothing. */
const SIGN_MS = 2500;

/**
 * Call it as work goes on that has no batches to tell of, a download or kernels that are compiled:
 * the coordinator hears that this device is at work, so that its lease goes on. Nothing that stands
 * still calls it.
 */
export function createSigns(session: Session): () => void {
  const isDue = createPacer(session.options.clock, SIGN_MS);
  isDue(); // what is done was announced as it began
  return () => {
    if (session.doing !== "nothing" && isDue()) announce(session);
  };
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

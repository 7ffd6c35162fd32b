// A page that the browser freezes, and its session on the return.

import { stateMessage } from "./announce.ts";
import { tell } from "./request.ts";
import { change, type Session } from "./session.ts";

export function fallAsleep(session: Session): void {
  change(session, { nap: Symbol("nap") });
  if (session.online) tell(session.socket, "state", { state: "asleep" });
}

/**
 * The coordinator may have given up on this connection meanwhile: only its answer on the same one, or
 * to the next hello, ends the nap.
 */
export async function wakeUp(session: Session): Promise<void> {
  const { nap, online, request } = session;
  if (!online) return;
  const answer = await request("state", stateMessage(session)).catch(() => null);
  if (answer?.ok === true && nap === session.nap) change(session, { nap: null });
}

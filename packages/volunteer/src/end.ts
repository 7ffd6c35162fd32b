// The end of a session, with or without a word.

import type { ErrorReport } from "@spikefed/protocol";

import { change, type Session } from "./session.ts";

/** Ends everything: running work stops after its batch, the executor is freed after that. */
export function end(
  session: Session,
  how: NonNullable<Session["ended"]>,
  error: ErrorReport | null = null,
): void {
  if (session.ended !== null) return;
  const { trainer, socket } = session;
  change(session, { ended: how, task: null, online: false, transfer: null, error, trainer: null });
  socket.disconnect();
  if (trainer) void session.lock(() => trainer.executor.dispose());
}

/** Leaves for good: the coordinator is told, and the identity given up. */
export async function leave(session: Session): Promise<void> {
  if (session.ended !== null) return;
  change(session, { task: null });
  await session.request("leave", {}).catch(() => null); // gone already: it will notice
  end(session, "left");
  session.options.onSession(null);
}

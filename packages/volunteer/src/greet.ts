// Hello, and what the coordinator says by itself afterwards.

import { apply, replay } from "@spikefed/fl-core";
import {
  PROTOCOL_VERSION,
  type CancelWhy,
  type ClientMessage,
  type ErrorReport,
  type HelloAnswer,
  type LogEvent,
  type RosterEntry,
  SpikefedError,
  type Task,
} from "@spikefed/protocol";

import { end } from "./end.ts";
import { announce } from "./announce.ts";
import { lookForRecord } from "./check-record.ts";
import { helloAgainMs } from "./connecting.ts";
import { introduce, type Introduction } from "./introduce.ts";
import { change, type Session } from "./session.ts";
import { isOver } from "./turn.ts";

/**
 * Says hello on a fresh connection, or again on the same one. A refusal ends the session: a person
 * has to do something first.
 */
export async function greet(session: Session): Promise<void> {
  if (session.ended !== null) return;
  session.online = false;
  const greeting = (session.greetings += 1);
  const who = await introduce(session).catch(() => null);
  if (who === null || session.ended !== null) return; // reconnecting says hello again
  if (session.greetings !== greeting) return; // the challenge no longer holds
  if (!who.ok) return takeRefusal(session, who.error);
  const answer = await session.request("hello", helloOf(session, who)).catch(() => null);
  if (answer === null || session.ended !== null) return;
  if (answer.ok) welcome(session, answer, who);
  else await takeRefusal(session, answer.error);
}

/** A place that was refused is forgotten: a page that is loaded again joins anew. */
async function takeRefusal(session: Session, error: ErrorReport): Promise<void> {
  const { code, retryAfterMs } = error;
  if (code === "room/waiting") return change(session, { atDoor: true });
  if (retryAfterMs !== undefined) return askAgain(session, error);
  if (code === "room/session" || code === "room/proof") session.options.onSession(null);
  end(session, "stopped", error);
}

/** Too many come at once: hello is said again on the same connection; a new one says its own. */
async function askAgain(session: Session, error: ErrorReport): Promise<void> {
  const { rest } = session.options;
  if (rest === undefined) return end(session, "stopped", error);
  const { greetings, crowded } = session;
  change(session, { crowded: crowded + 1, error });
  await rest(helloAgainMs(error.retryAfterMs ?? 0, crowded, Math.random()));
  if (session.greetings === greetings && session.socket.connected) await greet(session);
}

function helloOf({ options, known }: Session, who: Introduction): ClientMessage<"hello"> {
  const { resume, proof } = who;
  return {
    protocol: PROTOCOL_VERSION,
    role: "volunteer",
    room: options.room,
    device: options.device,
    ...(options.name === null ? {} : { name: options.name }),
    ...(resume === null ? {} : { resume }),
    ...(proof === null ? {} : { proof }),
    ...(known === null ? {} : { known }),
  };
}

function welcome(
  session: Session,
  { you, room, log, roster }: HelloAnswer,
  { bound }: Introduction,
): void {
  const isNewRun = session.runId !== null && session.runId !== room.runId;
  if (you !== null) {
    const { clientId, token } = you;
    const resume = { clientId, token, ...(bound !== null && { bound }) };
    session.resume = resume;
    session.options.onSession(resume);
  }
  const isWhole = log[0]?.type === "run-opened";
  const view = isWhole ? replay(log) : log.reduce(apply, session.view);
  change(session, {
    known: knownAfter(session.known, room.runId, log),
    ...(isNewRun ? { finished: null, receipt: null, loadedRound: null, deviceFailures: 0 } : {}),
    ...(isOver(session.task, view) ? { task: null } : {}),
    ...{ online: true, crowded: 0, atDoor: false, nap: null, you, view, error: null },
    ...(roster === null ? {} : { roster }),
    runId: room.runId,
  });
  lookForRecord(session);
  announce(session);
}

/** The host's answer: hello is said again, or this was all. */
export async function takeAnswer(
  session: Session,
  { admitted }: { admitted: boolean },
): Promise<void> {
  if (!session.atDoor) return;
  if (admitted) return greet(session);
  end(session, "stopped", new SpikefedError("room/turned-away").report());
}

/** Who is here; also how the host calls this device now. */
export function takeRoster(session: Session, roster: RosterEntry[]): void {
  const { you } = session;
  const name = roster.find(({ client }) => client === you?.client)?.name ?? you?.name;
  const isRenamed = you !== null && name !== undefined && name !== you.name;
  change(session, { roster, ...(isRenamed && { you: { ...you, name } }) });
}

/** What a next hello says that this device has of the log. */
function knownAfter(
  before: Session["known"],
  runId: string | null,
  events: readonly LogEvent[],
): Session["known"] {
  const last = events.at(-1);
  if (!last || runId === null) return before;
  const isWhole = events[0]?.type === "run-opened"; // else logs may overlap
  const isOld = !isWhole && before?.runId === runId && last.seq + 1 < before.events;
  return isOld ? before : { runId, events: last.seq + 1, atMs: last.atMs };
}

/** New events of the run log; after a gap the whole log is needed again. */
export function takeLog(session: Session, events: readonly LogEvent[]): "ok" | "gap" {
  if (!session.online) return "ok"; // the answer to hello holds these
  let { view } = session;
  for (const event of events) {
    if (event.seq > view.next) return "gap";
    view = apply(view, event);
  }
  const known = knownAfter(session.known, view.runId, events);
  change(session, { view, known, ...(isOver(session.task, view) ? { task: null } : {}) });
  lookForRecord(session);
  return "ok";
}

/** An invitation. The one that is already worked on changes nothing. */
export function takeTask(session: Session, task: Task): void {
  const { task: current } = session;
  const isSame =
    current?.runId === task.runId &&
    current.round === task.round &&
    current.train.samples === task.train.samples &&
    current.model.hash === task.model.hash;
  if (!isSame) change(session, { task });
}

/** The round is over for this device. A pause leaves an update that is on its way alone. */
export function takeCancel(
  session: Session,
  { round, why }: { round: number; why: CancelWhy },
): void {
  const { task, finished } = session;
  if (task?.round !== round) return;
  if (why === "paused" && finished?.begin.round === round && !finished.isSettled) return;
  change(session, { task: null });
}

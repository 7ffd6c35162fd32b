// A volunteer's session: says hello, loads its shard, trains what it is asked, sends what came out.
// Platform-free: the page's worker and the CLI hand in network, clock and executor.

import {
  SpikefedError,
  type ErrorReport,
  type LogEvent,
  type RosterEntry,
  type Task,
} from "@spikefed/protocol";

import { announce } from "./announce.ts";
import { comeBackAfter, comeBackSoon } from "./connecting.ts";
import { end, leave } from "./end.ts";
import { greet, takeAnswer, takeCancel, takeLog, takeRoster, takeTask } from "./greet.ts";
import type { Volunteer, VolunteerOptions } from "./options.ts";
import { tell } from "./request.ts";
import { createWorker } from "./run.ts";
import { change, createSession, snapshotOf, type Session } from "./session.ts";
import { fallAsleep, wakeUp } from "./sleep.ts";
import { trace } from "./trace.ts";

/** Connects at once and goes on until `leave`, `dispose` or an error that needs a person. */
export function createVolunteer(options: VolunteerOptions): Volunteer {
  const session = createSession(options);
  const { wake } = createWorker(session);
  listen(session, wake);
  change(session, {});
  session.socket.connect();
  return {
    snapshot: () => snapshotOf(session),
    pause: () => setPaused(session, true),
    resume: () => {
      setPaused(session, false);
      wake();
    },
    reconnect: () => reconnect(session),
    leaveAfterRound: (leaving) => {
      change(session, { leaving });
      announce(session);
      wake();
    },
    leave: () => leave(session),
    setPace: (share, name) => {
      session.pace = Math.min(Math.max(share, 0.05), 1);
      if (name === session.paceName) return;
      session.paceName = name;
      announce(session);
    },
    setHidden: (hidden) => {
      session.hidden = hidden;
      announce(session);
    },
    wave: () => tell(session.socket, "wave", {}),
    close: () => tell(session.socket, "leave", { mayReturn: true }),
    sleep: (asleep) => {
      if (asleep) fallAsleep(session);
      else void wakeUp(session);
    },
    trace: (index) => trace(session, index),
    dispose: () => end(session, "disposed"),
  };
}

/** Ends the wait between two tries: a socket that waits ignores `connect`. */
function reconnect({ socket, ended }: Session): void {
  if (ended !== null || socket.connected) return;
  socket.disconnect();
  socket.connect();
}

function setPaused(session: Session, paused: boolean): void {
  const afresh = { failures: 0, deviceFailures: 0, error: null };
  change(session, paused ? { paused } : { paused, ...afresh });
  announce(session);
}

/** What the coordinator sends is trusted to be of its own protocol: hello has compared versions. */
function listen(session: Session, wake: () => void): void {
  const { socket } = session;
  const on = (event: string, take: (value: unknown) => void) => {
    socket.on(event, (value) => {
      if (session.ended !== null) return;
      take(value);
      wake();
    });
  };
  const hello = () => void greet(session).then(wake);
  on("connect", () => {
    comeBackSoon(socket.io, session.usual);
    hello();
  });
  on("new-run", () => {
    change(session, { task: null, finished: null });
    hello();
  });
  on("disconnect", (reason) => lose(session, String(reason)));
  on("connect_error", (error) => showUnreachable(session, error));
  on("task", (task) => takeTask(session, task as Task));
  on("cancel", (message) => takeCancel(session, message as Parameters<typeof takeCancel>[1]));
  on("log", (events) => {
    if (takeLog(session, events as LogEvent[]) === "gap") hello();
  });
  on("stopping", (message) => {
    const { error, retryMs } = message as { error: ErrorReport; retryMs: number };
    comeBackAfter(socket.io, retryMs);
    change(session, { error });
  });
  on("roster", (roster) => takeRoster(session, roster as RosterEntry[]));
  on("door", (answer) => {
    void takeAnswer(session, answer as Parameters<typeof takeAnswer>[1]).then(wake);
  });
  on("removed", () => end(session, "stopped", new SpikefedError("room/removed").report()));
}

/**
 * The work goes on, and Socket.IO connects again. Not when the coordinator itself ended it: then this
 * volunteer has left, or slept and comes back, or another tab has its place and must not lose it again.
 */
function lose(session: Session, reason: string): void {
  change(session, { online: false, atDoor: false });
  if (reason !== "io server disconnect") return;
  if (session.leaving) return end(session, "left");
  if (session.nap !== null) return void session.socket.connect();
  end(session, "stopped", new SpikefedError("volunteer/ended").report());
}

function showUnreachable(session: Session, cause: unknown): void {
  const { url } = session.options;
  const why = cause instanceof Error ? cause.message : "no connection";
  const error = new SpikefedError("volunteer/unreachable", { url, why }).report();
  change(session, { online: false, error });
}

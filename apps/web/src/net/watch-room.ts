// A read-only connection for pages that do not train: host, projector, just watching. It lives on
// the page; what is on the page is a fold of the run log it receives.

import { signal, type ReadonlySignal } from "@preact/signals";
import { apply, replay, type RunView } from "@spikefed/fl-core";
import type {
  ClientMessage,
  DoorFacts,
  HelloAnswer,
  LogEvent,
  PartitionFacts,
  RoomSummary,
  RosterEntry,
} from "@spikefed/protocol";
import { io } from "socket.io-client";
import { keptRoster } from "../state/kept-roster.ts";
import { findObstacle } from "./obstacle.ts";
import { ask, PROTOCOL, type Problem, type RoomSocket } from "./room-socket.ts";
import { watchPath } from "./slow-path.ts";

export interface RoomFeed {
  room: RoomSummary;
  view: RunView;
  log: LogEvent[];
  roster: RosterEntry[];
  /** How the pictures are dealt; null: not for us to know. */
  partition: PartitionFacts | null;
  /** Who waits to be let in; null: not for us to know. */
  door: DoorFacts | null;
}

export interface RoomWatch {
  /** null until the coordinator has answered. */
  feed: ReadonlySignal<RoomFeed | null>;
  online: ReadonlySignal<boolean>;
  /** The network refuses WebSockets: everything comes by long polling. */
  isSlow: ReadonlySignal<boolean>;
  /** Why the coordinator did not let us in. */
  problem: ReadonlySignal<Problem | null>;
  /** What keeps us from the coordinator; it is tried again by itself. */
  obstacle: ReadonlySignal<Problem | null>;
  /** Tries again now, not at the end of the wait. */
  tryNow: () => void;
  socket: RoomSocket;
  close: () => void;
}

export interface WatchOptions {
  role: "watch" | "host";
  /** null: the coordinator's only room. */
  room: string | null;
  hostKey?: string;
}

export function watchRoom({ role, room, hostKey }: WatchOptions): RoomWatch {
  const socket: RoomSocket = io(); // polling first: behind a network that holds WebSockets back, too
  const feed = signal<RoomFeed | null>(null);
  const online = signal(false);
  const problem = signal<Problem | null>(null);
  const { isSlow, obstacle } = watchWay(socket);
  const hello = async () => {
    const key = hostKey === undefined ? {} : { hostKey };
    const known = knownOf(feed.value);
    const answer = await ask(socket, "hello", { protocol: PROTOCOL, role, room, ...key, ...known });
    if (!answer.ok) {
      problem.value = answer.error;
      return;
    }
    problem.value = null;
    online.value = true;
    feed.value = startFeed(answer, feed.value);
  };
  socket.on("connect", () => void hello());
  socket.on("disconnect", () => (online.value = false));
  socket.on("connect_error", () => (online.value = false));
  socket.on("new-run", () => void hello());
  socket.on("roster", (roster) => {
    const now = feed.value;
    if (now !== null) feed.value = { ...now, roster: keptRoster(now.roster, roster) };
  });
  socket.on("waiting", (door) => {
    if (feed.value !== null) feed.value = { ...feed.value, door };
  });
  socket.on("log", (events) => {
    if (feed.value === null) return;
    const next = follow(feed.value, events);
    if (next === null) void hello();
    else feed.value = next;
  });
  return {
    ...{ feed, online, isSlow, problem, obstacle, socket },
    tryNow: () => void socket.disconnect().connect(),
    close: () => socket.disconnect(),
  };
}

/** How the connection goes, and why it does not. */
function watchWay(socket: RoomSocket): Pick<RoomWatch, "isSlow" | "obstacle"> {
  const isSlow = signal(false);
  const obstacle = signal<Problem | null>(null);
  watchPath(socket.io, (now) => (isSlow.value = now));
  socket.on("connect", () => (obstacle.value = null));
  socket.on("connect_error", () => {
    void findObstacle().then((found) => {
      if (!socket.connected) obstacle.value = found;
    });
  });
  return { isSlow, obstacle };
}

/** What a hello says that this page has already. */
function knownOf(feed: RoomFeed | null): Pick<ClientMessage<"hello">, "known"> {
  const last = feed?.log.at(-1);
  if (!feed || !last) return {};
  return { known: { runId: feed.room.runId, events: last.seq + 1, atMs: last.atMs } };
}

/** @param before what was there, which an answer may go on from; null: nothing */
export function startFeed(answer: HelloAnswer, before: RoomFeed | null = null): RoomFeed {
  const { room, partition, door } = answer;
  const roster = answer.roster ?? before?.roster ?? [];
  const isWhole = before === null || answer.log[0]?.type === "run-opened";
  if (isWhole) return { room, log: answer.log, view: replay(answer.log), roster, partition, door };
  const next = follow(before, answer.log) ?? before; // an answer has no gaps
  return { room, log: next.log, view: next.view, roster, partition, door };
}

/** Folds events in; null when some are missing and the whole log has to be asked for again. */
export function follow(feed: RoomFeed, events: readonly LogEvent[]): RoomFeed | null {
  let { view } = feed;
  const fresh = events.filter(({ seq }) => seq >= view.next);
  for (const event of fresh) {
    if (event.seq > view.next) return null;
    view = apply(view, event);
  }
  return { ...feed, view, log: [...feed.log, ...fresh] };
}

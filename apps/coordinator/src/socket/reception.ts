// One connection: its gate, its link to the room, and how long its hello is waited for.

import type { ClientEvents, ErrorCode, ServerEvents } from "@spikefed/protocol";
import type { Socket } from "socket.io";

import type { Serving } from "../http/serving.ts";
import type { Clock } from "../room/clock.ts";
import type { Link } from "../room/link.ts";
import type { Say } from "../say.ts";
import { groupOf } from "./ears.ts";
import { guard } from "./gate.ts";
import { handlersFor, type Place } from "./handlers.ts";
import { HELLO_MS } from "./limits.ts";
import { Patience } from "./patience.ts";
import { endNow, isFull } from "./slow-readers.ts";

type IoSocket = Socket<ClientEvents, ServerEvents>;

/** A dropped connection is told so; then it is over, whether it has read that or not. */
const FAREWELL_MS = 200;

export interface SocketOptions {
  say: Say;
  serving: Serving;
  /** By which a hello is waited for. */
  clock: Clock;
  /** A message was refused. */
  onRefused: (code: ErrorCode) => void;
}

export interface Reception extends SocketOptions {
  /** Those that are open. */
  links: Set<Link>;
  /** Of the listeners. */
  part: number;
}

/** Everything that one connection says passes its gate, until it is lost. */
export function receive(socket: IoSocket, place: Place, options: Reception): void {
  const { house } = place;
  const { say, serving, clock, onRefused, links, part } = options;
  const link = linkOf(socket, serving.proxies.addressOf(socket.request), part);
  links.add(link);
  const cut = () => {
    if (link.role === null && !house.isAtDoor(link)) socket.conn.close(true);
  };
  const patience = new Patience({ clock, ms: HELLO_MS, onOver: cut });
  const handlers = handlersFor(place, link);
  guard(socket, {
    handlers: { ...handlers, hello: (message) => patience.during(() => handlers.hello(message)) },
    role: () => link.role,
    isGone: () => link.closed,
    isDeaf: () => isFull(socket.conn),
    now: () => performance.now(),
    drop: () => {
      link.close();
      setTimeout(() => endNow(socket.conn), FAREWELL_MS).unref();
    },
    onRefused,
    onInternal: (event, error) => {
      const about = { event: "message-failed", level: "error", facts: { message: event } } as const;
      say(`"${event}" failed: ${describe(error)}`, about);
    },
  });
  socket.on("disconnect", () => {
    patience.end();
    links.delete(link);
    socket.conn.close(); // without a socket it would idle behind no limit
    try {
      house.disconnect(link);
    } catch (error) {
      say(`a lost connection could not be noted: ${describe(error)}`);
    }
  });
}

/** @param part of the listeners, where it is no host */
function linkOf(socket: IoSocket, address: string, part: number): Link {
  return {
    id: socket.id,
    address,
    room: null,
    role: null,
    client: null,
    closed: false,
    send: (event, ...message) => void socket.emit(event, ...message),
    listen() {
      const own = this.role === "host" ? "hosts" : part;
      void socket.join([groupOf(this.room ?? "", "all"), groupOf(this.room ?? "", own)]);
    },
    close: () => void socket.disconnect(true),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

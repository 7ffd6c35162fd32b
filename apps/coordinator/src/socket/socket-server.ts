// The Socket.IO server: limits on what a connection is, and the gate behind each one.

import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";

import type { ClientEvents, ErrorCode, ServerEvents } from "@spikefed/protocol";
import { Server, type ServerOptions, type Socket } from "socket.io";

import type { House } from "../house/house.ts";
import { setHeaders } from "../http/headers.ts";
import { direct, type Serving } from "../http/serving.ts";
import { systemClock, type Clock } from "../room/clock.ts";
import type { Link } from "../room/link.ts";
import { EAR_PARTS, type Ears } from "../room/ports.ts";
import type { Say } from "../say.ts";
import { Arrivals } from "./arrivals.ts";
import { Crowd, socketLimits } from "./crowd.ts";
import { earsOf, groupOf } from "./ears.ts";
import { guard } from "./gate.ts";
import { handlersFor, type Place } from "./handlers.ts";
import { HELLO_MS, MAX_FRAME_BYTES } from "./limits.ts";
import { isOwnRequest } from "./origin.ts";
import { Patience } from "./patience.ts";
import { PlainEncoder } from "./plain-encoder.ts";
import { QuietWebSocketServer } from "./quiet-web-socket-server.ts";
import { endNow, isFull, SlowReaders, type Connection } from "./slow-readers.ts";
import { StrictDecoder } from "./strict-decoder.ts";
import { Turnstile } from "./turnstile.ts";

type Io = Server<ClientEvents, ServerEvents>;
type EngineRequest = IncomingMessage & { _query: Record<string, string> };
type Next = (error?: Error) => void;
type IoSocket = Socket<ClientEvents, ServerEvents>;

/** How often slow readers are looked for, milliseconds. */
const LOOK_MS = 1_000;

/** Connections that a turn of the event loop takes in, and hellos: a millisecond each. */
const PER_TURN = 16;

/** A dropped connection is told so; then it is over, whether it has read that or not. */
const FAREWELL_MS = 200;

export interface SocketServer {
  /** Those of the people in a room, by its name. */
  ears(room: string): Ears;
  /** From now on connections are taken. */
  serve(house: House): void;
  /** Those that are open. */
  links(): Iterable<Pick<Link, "role" | "room">>;
  close(): Promise<void>;
}

export interface SocketOptions {
  say: Say;
  serving: Serving;
  /** By which a hello is waited for. */
  clock: Clock;
  /** A message was refused. */
  onRefused: (code: ErrorCode) => void;
}

export function openSocketServer(
  http: HttpServer,
  options: Partial<SocketOptions> = {},
): SocketServer {
  const { say = console.error, serving = direct, onRefused = () => undefined } = options;
  const { clock = systemClock } = options;
  const links = new Set<Link>();
  const now = () => performance.now();
  const turnstiles = { connections: new Turnstile(PER_TURN), hellos: new Turnstile(PER_TURN) };
  const io: Io = new Server(http, {
    ...wire,
    allowRequest: (request, answer) => {
      void turnstiles.connections.pass().then(() => answer(null, arrivals.admit(request)));
    },
  });
  const arrivals = new Arrivals({
    limit: serving.connections,
    open: () => io.engine.clientsCount,
    crowd: new Crowd(socketLimits, now),
    addressOf: (request) => serving.proxies.addressOf(request),
  });
  addEngineRules(io, arrivals, serving);
  const readers = new SlowReaders(now);
  const looking = setInterval(() => readers.look(Object.values(clientsOf(io))), LOOK_MS).unref();
  return {
    ears: (room) => earsOf(io, room),
    serve: (house) => {
      let served = 0;
      io.on("connection", (socket) => {
        const part = served++ % EAR_PARTS;
        const toHandlers = { house, hellos: turnstiles.hellos };
        receive(socket, toHandlers, { say, serving, clock, onRefused, links, part });
      });
    },
    links: () => links,
    close: () => {
      clearInterval(looking);
      return io.close();
    },
  };
}

const wire = {
  transports: ["websocket", "polling"],
  perMessageDeflate: false,
  httpCompression: false,
  maxHttpBufferSize: MAX_FRAME_BYTES,
  pingInterval: 25_000,
  pingTimeout: 20_000,
  connectTimeout: 10_000,
  serveClient: false,
  destroyUpgrade: false, // the HTTP server does it, at once
  parser: { Encoder: PlainEncoder, Decoder: StrictDecoder },
  wsEngine: QuietWebSocketServer,
} satisfies Partial<ServerOptions>;

/** Every request of a connection is of our own pages, not only the first; and each address is counted. */
function addEngineRules(io: Io, arrivals: Arrivals, serving: Serving): void {
  const { publicOrigin, certificate } = serving;
  const own = { publicOrigin, isTls: certificate !== null };
  io.engine.use((request: EngineRequest, response: ServerResponse, next: Next) => {
    setHeaders(response);
    const isKnown = Object.hasOwn(clientsOf(io), request._query["sid"] ?? "");
    if (isOwnRequest(request, own) && (isKnown || request.method === "GET")) return next();
    response.setHeader("connection", "close"); // a body that may follow is not waited for
    next(new Error("refused"));
  });
  io.engine.on("connection", (conn: Connection) => {
    conn.once("close", arrivals.opened(conn.request));
  });
}

/** Engine.IO's connections by id, which its types hide. */
function clientsOf(io: Io): Record<string, Connection> {
  return (io.engine as unknown as { clients: Record<string, Connection> }).clients;
}

interface Reception extends SocketOptions {
  /** Those that are open. */
  links: Set<Link>;
  /** Of the listeners. */
  part: number;
}

function receive(socket: IoSocket, place: Place, options: Reception): void {
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

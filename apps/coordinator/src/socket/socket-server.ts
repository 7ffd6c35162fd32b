// The Socket.IO server: limits on what a connection is, and who may open one.

import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";

import type { ClientEvents, ServerEvents } from "@spikefed/protocol";
import { Server, type ServerOptions } from "socket.io";

import type { House } from "../house/house.ts";
import { setHeaders } from "../http/headers.ts";
import { direct, type Serving } from "../http/serving.ts";
import { systemClock } from "../room/clock.ts";
import type { Link } from "../room/link.ts";
import { EAR_PARTS, type Ears } from "../room/ports.ts";
import { Arrivals } from "./arrivals.ts";
import { Crowd, socketLimits } from "./crowd.ts";
import { earsOf } from "./ears.ts";
import { MAX_FRAME_BYTES } from "./limits.ts";
import { isOwnRequest } from "./origin.ts";
import { PlainEncoder } from "./plain-encoder.ts";
import { QuietWebSocketServer } from "./quiet-web-socket-server.ts";
import { receive, type SocketOptions } from "./reception.ts";
import { SlowReaders, type Connection } from "./slow-readers.ts";
import { StrictDecoder } from "./strict-decoder.ts";
import { Turnstile } from "./turnstile.ts";

type Io = Server<ClientEvents, ServerEvents>;
type EngineRequest = IncomingMessage & { _query: Record<string, string> };
type Next = (error?: Error) => void;

/** How often slow readers are looked for, milliseconds. */
const LOOK_MS = 1_000;

/** Connections that a turn of the event loop takes in, and hellos: a millisecond each. */
const PER_TURN = 16;

export interface SocketServer {
  /** Those of the people in a room, by its name. */
  ears(room: string): Ears;
  /** From now on connections are taken. */
  serve(house: House): void;
  /** Those that are open. */
  links(): Iterable<Pick<Link, "role" | "room">>;
  close(): Promise<void>;
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

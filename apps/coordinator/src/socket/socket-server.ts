// The Socket.IO server: limits on what a connection is, and the gate behind each one.

import type { Server as HttpServer } from "node:http";

import { failpoint } from "@spikefed/failpoints";
import type { ClientEvents, ServerEvents } from "@spikefed/protocol";
import { Server, type Socket } from "socket.io";
import { Decoder, Encoder } from "socket.io-parser";

import type { Link } from "../room/link.ts";
import type { Broadcast } from "../room/ports.ts";
import type { Room } from "../room/room.ts";
import { guard } from "./gate.ts";
import { handlersFor } from "./handlers.ts";
import { HELLO_MS, MAX_CONNECTIONS, MAX_FRAME_BYTES, MAX_UNREAD } from "./limits.ts";
import { isOwnOrigin } from "./origin.ts";

type Io = Server<ClientEvents, ServerEvents>;
type IoSocket = Socket<ClientEvents, ServerEvents>;

/** Everybody who has said hello. */
const LISTENERS = "listeners";

/** The limit on attachments is a memory limit: each could be as large as a frame. */
class OneAttachmentDecoder extends Decoder {
  constructor() {
    super({ maxAttachments: 1 });
  }
}

export interface SocketServer {
  broadcast: Broadcast;
  /** From now on connections are taken. */
  serve(room: Room): void;
  close(): Promise<void>;
}

export function openSocketServer(
  http: HttpServer,
  say: (line: string) => void = console.error,
): SocketServer {
  const io: Io = new Server(http, {
    transports: ["websocket", "polling"],
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    serveClient: false,
    parser: { Encoder, Decoder: OneAttachmentDecoder },
    allowRequest: ({ headers }, answer) => {
      const isOwn = isOwnOrigin(headers.origin, headers.host);
      answer(null, isOwn && io.engine.clientsCount < MAX_CONNECTIONS);
    },
  });
  return {
    broadcast: (event, ...message) => {
      dropSlowReaders(io);
      failpoint("broadcast:begun");
      io.to(LISTENERS).emit(event, ...message);
      failpoint("broadcast:done");
    },
    serve: (room) => void io.on("connection", (socket) => receive(socket, room, say)),
    close: () => io.close(),
  };
}

function receive(socket: IoSocket, room: Room, say: (line: string) => void): void {
  const link = linkOf(socket);
  const impatience = setTimeout(() => link.role ?? socket.conn.close(true), HELLO_MS);
  guard(socket, {
    handlers: handlersFor(room, link),
    role: () => link.role,
    isGone: () => link.closed,
    now: () => performance.now(),
    drop: () => link.close(),
    onInternal: (event, error) => say(`"${event}" failed: ${describe(error)}`),
  });
  socket.on("disconnect", () => {
    clearTimeout(impatience);
    try {
      room.disconnect(link);
    } catch (error) {
      say(`a lost connection could not be noted: ${describe(error)}`);
    }
  });
}

function linkOf(socket: IoSocket): Link {
  return {
    id: socket.id,
    role: null,
    client: null,
    closed: false,
    send: (event, ...message) => void socket.emit(event, ...message),
    listen: () => void socket.join(LISTENERS),
    close: () => void socket.disconnect(true),
  };
}

/** What is sent waits in memory for those who do not read. Their page may connect again. */
function dropSlowReaders(io: Io): void {
  for (const socket of io.sockets.sockets.values()) {
    const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] };
    if (writeBuffer.length > MAX_UNREAD) socket.conn.close(true);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// The WebSocket server behind Socket.IO: Engine.IO makes it, and has no option for these.

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import { WebSocketServer, type ServerOptions, type WebSocket } from "ws";

/** Pieces of one message; browsers send one, large pieces are cut by the network, not by fragments. */
const MAX_FRAGMENTS = 64;

/** Milliseconds that the other side has to answer a goodbye. */
const GOODBYE_MS = 2_000;

/**
 * Answers no WebSocket pings. Browsers send none (Engine.IO's heartbeat is a message), and whoever
 * sends them without reading the answers fills the memory.
 */
export class QuietWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({
      ...options,
      autoPong: false,
      maxFragments: MAX_FRAGMENTS,
      closeTimeout: GOODBYE_MS,
    } as ServerOptions);
  }
  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    callback: (client: WebSocket, request: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(request, socket, head, (client, ...others) => {
      keepNothing(client);
      callback(client, ...others);
    });
  }
}

/** What its types hide. */
interface Insides {
  _receiver: { _mask: Uint8Array | undefined };
}

/**
 * The key of its last frame is a view of all that the network brought with it: 64 kB of memory, cut to
 * what came. While that lives, nothing as large fits into what was cut off, so connections at rest
 * would hold memory that nobody can use.
 */
function keepNothing(client: WebSocket): void {
  client.on("message", () => {
    (client as unknown as Insides)._receiver._mask = undefined; // each frame brings its own
  });
}

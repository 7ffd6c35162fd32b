// The WebSocket server behind Socket.IO: Engine.IO makes it, and has no option for these.

import { WebSocketServer, type ServerOptions } from "ws";

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
}

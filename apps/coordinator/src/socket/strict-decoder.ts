// What one connection may say to Socket.IO itself, before the gate hears of it.

import { Decoder } from "socket.io-parser";

const CONNECT = "0";

/**
 * One attachment a packet, since each may be as large as a frame; and one CONNECT a connection. A
 * second CONNECT would make another socket with fresh limits behind the same connection, and a
 * thousand in one frame a thousand of them.
 */
export class StrictDecoder extends Decoder {
  #connects = 0;

  constructor() {
    super({ maxAttachments: 1 });
  }

  /** @throws {Error} which ends the connection: Socket.IO catches it */
  override add(packet: unknown): void {
    if (typeof packet === "string" && packet.startsWith(CONNECT) && ++this.#connects > 1) {
      throw new Error("a connection is greeted once");
    }
    super.add(packet);
  }
}

// Bytes and connections of a server, counted where TCP ends: with TLS what the network carried.

import type { Server, Socket } from "node:net";

export class Traffic {
  readonly #open = new Set<Socket>();
  #received = 0;
  #sent = 0;

  /** From now on every connection of this server is counted. */
  watch(server: Pick<Server, "on">): void {
    server.on("connection", (socket: Socket) => {
      this.#open.add(socket);
      socket.once("close", () => {
        this.#open.delete(socket);
        this.#received += socket.bytesRead;
        this.#sent += socket.bytesWritten;
      });
    });
  }

  now(): { received: number; sent: number; open: number } {
    let [received, sent] = [this.#received, this.#sent];
    for (const socket of this.#open) {
      received += socket.bytesRead;
      sent += socket.bytesWritten;
    }
    return { received, sent, open: this.#open.size };
  }
}

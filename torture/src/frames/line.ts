// A plain TCP connection that upgrades itself to a WebSocket, and hears no more than it must.

import { createConnection, type Socket } from "node:net";

import { pause } from "../wait.ts";
import { textFrame } from "./web-socket-frame.ts";

/** Longest wait for one answer of the coordinator, or for its goodbye. */
export const PATIENCE_MS = 2_000;

const upgrade = [
  "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
  "Host: x",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  "\r\n",
].join("\r\n");

/** One connection. */
export class Line {
  readonly socket: Socket;
  readonly ended: Promise<void>;
  hasEnded = false;
  #text = "";
  #look: () => void = () => undefined;

  constructor(port: number) {
    this.socket = createConnection(port, "127.0.0.1");
    this.socket.on("error", () => undefined); // being cut off is expected
    this.socket.on("data", (part) => {
      this.#text = (this.#text + part.toString("latin1")).slice(-2_000);
      this.#look();
    });
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.hasEnded = true;
        resolve();
      };
      this.socket.once("end", end).once("close", end);
    });
  }

  /** False: the coordinator did not greet. */
  async greet(): Promise<boolean> {
    this.socket.write(upgrade);
    if (!(await this.#hears("101 Switching"))) return false;
    this.socket.write(textFrame("40"));
    return this.#hears('40{"sid"');
  }

  async #hears(words: string): Promise<boolean> {
    const heard = new Promise<void>((resolve) => {
      this.#look = () => this.#text.includes(words) && resolve();
      this.#look();
    });
    await Promise.race([heard, this.ended, pause(PATIENCE_MS)]);
    return this.#text.includes(words);
  }
}

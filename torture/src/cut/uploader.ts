// A volunteer as the page and the command line run it (`createVolunteer`), behind a slow line that is
// cut once while it sends its update.

import { createHash, randomBytes } from "node:crypto";

import { createVolunteer, type Connect, type Volunteer } from "@spikefed/volunteer";
import { io } from "socket.io-client";

import { FaultProxy } from "../faults/proxy.ts";
import { idleExecutor } from "./idle-executor.ts";

export interface UploaderOptions {
  /** Of the coordinator. */
  port: number;
  /** Of the slow line. */
  bytesPerSecond: number;
  /** The line is cut when so many bytes of the update's way have gone up. */
  cutAt: (bytes: number) => number;
}

export class Uploader {
  readonly proxy: FaultProxy;
  readonly #volunteer: Volunteer;
  #begin: () => void = () => undefined;
  /** Bytes of pieces that were sent, those that were sent again as well. */
  sentBytes = 0;
  /** Bytes of the update; 0 before it is announced. */
  updateBytes = 0;
  connections = 0;
  cutAt = 0;

  private constructor(proxy: FaultProxy, { port, bytesPerSecond, cutAt }: UploaderOptions) {
    this.proxy = proxy;
    const turn = new Promise<void>((resolve) => (this.#begin = resolve));
    this.#volunteer = createVolunteer({
      ...{ url: `http://127.0.0.1:${proxy.port}`, room: null, name: null },
      device: { kind: "cpu", label: "scripted", executor: "none" },
      io: this.#connect(bytesPerSecond, cutAt),
      fetchBytes: async (path) => {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`);
        if (answer.status !== 200) throw new Error(`status ${answer.status}`);
        return new Uint8Array(await answer.arrayBuffer());
      },
      trainer: (spec) => Promise.resolve(idleExecutor(spec)),
      clock: () => performance.now(),
      randomId: () => randomBytes(16).toString("hex"),
      sha256: (bytes) => Promise.resolve(createHash("sha256").update(bytes).digest("hex")),
      turn: (work) => turn.then(work),
      onSnapshot: () => undefined,
      onSession: () => undefined,
    });
  }

  static async open(options: UploaderOptions): Promise<Uploader> {
    return new Uploader(await FaultProxy.open(options.port), options);
  }

  /** Its number in the run log; null before it has a place. */
  get client(): number | null {
    return this.#volunteer.snapshot().you?.client ?? null;
  }

  /** Its update was acknowledged. */
  get isDone(): boolean {
    return this.#volunteer.snapshot().phase === "sent";
  }

  /** From now on it may work. */
  begin(): void {
    this.#begin();
  }

  async close(): Promise<void> {
    this.#volunteer.dispose();
    await this.proxy.close();
  }

  /** Socket.IO's client, with an eye on what is uploaded. */
  #connect(bytesPerSecond: number, cutAt: (bytes: number) => number): Connect {
    return (url, options) => {
      const socket = io(url, { ...options, transports: ["websocket"], reconnectionDelay: 50 });
      socket.on("connect", () => (this.connections += 1));
      const announce = ({ bytes }: { bytes: number }) => {
        if (this.updateBytes > 0) return;
        this.updateBytes = bytes;
        this.cutAt = cutAt(bytes);
        this.proxy.set({ kind: "bandwidth", bytesPerSecond });
        this.proxy.cutAfter(this.cutAt);
      };
      socket.onAnyOutgoing((event: string, message: { bytes: number; data: Uint8Array }) => {
        if (event === "upload-begin") announce(message);
        if (event === "upload-chunk") this.sentBytes += message.data.byteLength;
      });
      return socket;
    };
  }
}

// A volunteer that does as it should while others do not, and measures how long its answers take.

import { PROTOCOL_VERSION, type Ack } from "@spikefed/protocol";
import { io, type Socket } from "socket.io-client";

import { pause } from "../wait.ts";

/** As often as the coordinator allows. */
const EVERY_MS = 220;
const LIMIT_MS = 30_000;

export class HonestVolunteer {
  readonly #socket: Socket;
  readonly roundTripsMs: number[] = [];
  /** Answers that said no or did not come, connections that were lost. */
  readonly troubles: string[] = [];
  #isOver = false;

  constructor(url: string) {
    this.#socket = io(url, { transports: ["websocket"], reconnection: false, autoConnect: false });
    this.#socket.on("disconnect", (why) => {
      if (!this.#isOver) this.troubles.push(`its connection was lost: ${why}`);
    });
  }

  async join(): Promise<void> {
    this.#socket.connect();
    const device = { kind: "cpu", label: "honest", executor: "none" };
    const hello = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null, device };
    await this.#ask("hello", hello);
  }

  /** Asks until `stop`, or so many times. */
  async measure(times = Infinity): Promise<void> {
    for (let time = 0; time < times && !this.#isOver && this.#socket.connected; time++) {
      const startedMs = performance.now();
      await this.#ask("state", { state: "ready" });
      this.roundTripsMs.push(performance.now() - startedMs);
      await pause(EVERY_MS);
    }
  }

  stop(): void {
    this.#isOver = true;
    this.#socket.disconnect();
  }

  async #ask(event: string, message: object): Promise<void> {
    try {
      const answer = (await this.#socket.timeout(LIMIT_MS).emitWithAck(event, message)) as Ack;
      if (!answer.ok) this.troubles.push(`${event}: ${answer.error.fact}`);
    } catch (error) {
      if (!this.#isOver) this.troubles.push(`${event}: ${(error as Error).message}`);
    }
  }
}

/** The value below which a share of all lies; null without values. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}

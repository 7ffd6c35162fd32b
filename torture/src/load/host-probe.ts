// The host of a run under load: starts it, hears of its model, and measures how long the coordinator
// takes to answer. It asks what has no meaning then, so nothing comes of it.

import { PROTOCOL_VERSION, type Ack, type LogEvent } from "@spikefed/protocol";
import { io, type Socket } from "socket.io-client";

import { pause } from "../wait.ts";

/** As often as the coordinator allows. */
const EVERY_MS = 220;
const ANSWER_MS = 30_000;

export class HostProbe {
  readonly roundTripsMs: number[] = [];
  /** Answers that did not come, connections that were lost. */
  readonly troubles: string[] = [];
  readonly #socket: Socket;
  readonly #hostKey: string;
  /** When the first averaged model was told, milliseconds since 1970. */
  averagedMs: number | null = null;
  #isOver = false;

  constructor(url: string, hostKey: string) {
    this.#hostKey = hostKey;
    this.#socket = io(url, { transports: ["websocket"], reconnection: false, autoConnect: false });
    this.#socket.on("log", (events: LogEvent[]) => {
      if (events.some(({ type }) => type === "aggregated")) this.averagedMs ??= Date.now();
    });
    this.#socket.on("disconnect", (why) => {
      if (!this.#isOver) this.troubles.push(`the host's connection was lost: ${why}`);
    });
  }

  async join(): Promise<void> {
    this.#socket.connect();
    const hello = { protocol: PROTOCOL_VERSION, role: "host", room: null, hostKey: this.#hostKey };
    const answer = await this.#ask("hello", hello);
    if (!answer?.ok) throw new Error("the host was not let in");
  }

  async start(): Promise<void> {
    const answer = await this.#ask("host", { command: "start" });
    if (!answer?.ok) throw new Error(`no start: ${answer?.error.fact ?? "no answer"}`);
  }

  /** Asks until `stop`. */
  async measure(): Promise<void> {
    while (!this.#isOver && this.#socket.connected) {
      const startedMs = performance.now();
      const answer = await this.#ask("host", { command: "resume" });
      if (answer !== null) this.roundTripsMs.push(performance.now() - startedMs);
      await pause(EVERY_MS);
    }
  }

  stop(): void {
    this.#isOver = true;
    this.#socket.disconnect();
  }

  async #ask(event: string, message: object): Promise<Ack | null> {
    try {
      return (await this.#socket.timeout(ANSWER_MS).emitWithAck(event, message)) as Ack;
    } catch (error) {
      if (!this.#isOver) this.troubles.push(`${event}: ${(error as Error).message}`);
      return null;
    }
  }
}

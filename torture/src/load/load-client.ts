// One client of a crowd: connects as pages do, greets, comes back by itself, and answers a task with
// an update of its own.

import {
  PROTOCOL_VERSION,
  type Ack,
  type Answers,
  type ClientEvent,
  type ClientMessage,
  type HelloAnswer,
  type LogEvent,
  type Task,
} from "@spikefed/protocol";
import { connecting } from "@spikefed/volunteer";
import { io, type Socket } from "socket.io-client";
import * as parser from "socket.io-parser";

import type { Payload } from "./payload.ts";
import type { Tally } from "./tally.ts";

const ANSWER_MS = 60_000;
const device = { kind: "cpu", label: "of a crowd", executor: "none" } as const;

export interface LoadClientOptions {
  url: string;
  role: "volunteer" | "watch";
  tally: Tally;
  /** Runs work when it is its turn. */
  turn: (work: () => Promise<void>) => void;
  /** Of an update that is valid; each client sends its own variant. */
  payload: () => Payload;
}

/** As `hello` tells it: what of the log a client has. */
type Known = NonNullable<ClientMessage<"hello">["known"]>;

/**
 * Reads of what is told to everybody only how far the log is: thousands of readers on one machine
 * would be the load.
 */
function quietParser(onLog: (last: Pick<LogEvent, "seq" | "atMs">) => void) {
  class Decoder extends parser.Decoder {
    override add(packet: unknown): void {
      if (typeof packet !== "string") return super.add(packet);
      if (packet.startsWith('2["roster"')) return;
      if (!packet.startsWith('2["log"')) return super.add(packet);
      const last = packet.slice(packet.lastIndexOf('{"seq":'));
      const [, seq, atMs] = /^\{"seq":(\d+),"atMs":(\d+)/.exec(last) ?? [];
      if (seq !== undefined) onLog({ seq: Number(seq), atMs: Number(atMs) });
    }
  }
  return { ...parser, Decoder };
}

export class LoadClient {
  readonly #options: LoadClientOptions;
  readonly #socket: Socket;
  #you: HelloAnswer["you"] = null;
  /** Of the log, as a page would: it says so when it comes back. */
  #known: Known | undefined;
  #runId = "";
  #isOnline = false;

  constructor(options: LoadClientOptions) {
    this.#options = options;
    const { tally } = options;
    this.#socket = io(options.url, {
      ...connecting(Math.random()),
      ...{ transports: ["websocket"], parser: quietParser((last) => this.#know(last)) },
    });
    this.#socket.on("connect", () => void this.#greet());
    this.#socket.on("disconnect", (reason) => {
      if (this.#isOnline) tally.online -= 1;
      this.#isOnline = false;
      tally.lose(reason);
    });
    this.#socket.on("task", (task: Task) => options.turn(() => this.#send(task)));
  }

  connect(): void {
    this.#socket.connect();
  }

  async #greet(): Promise<void> {
    const { role, tally } = this.#options;
    const you = this.#you;
    const resume = you ? { resume: { clientId: you.clientId, token: you.token } } : {};
    const known = this.#known ? { known: this.#known } : {};
    const hello = { protocol: PROTOCOL_VERSION, role, room: null, ...resume, ...known };
    const answer = await this.#ask("hello", role === "watch" ? hello : { ...hello, device });
    if (answer === null) return; // told as a lost connection
    if (!answer.ok) return tally.refuse(answer.error.code);
    const last = answer.log.at(-1);
    this.#runId = answer.room.runId;
    if (last) this.#know(last);
    this.#you = answer.you;
    this.#isOnline = true;
    tally.greet();
  }

  #know({ seq, atMs }: Pick<LogEvent, "seq" | "atMs">): void {
    const { events = 0 } = this.#known ?? {};
    if (this.#runId !== "" && seq >= events)
      this.#known = { runId: this.#runId, events: seq + 1, atMs };
  }

  async #send(task: Task): Promise<void> {
    const { tally } = this.#options;
    const payload = this.#options.payload();
    const { bytes } = payload;
    const client = this.#you?.client ?? 0;
    const { sha256, piece } = payload.variant(client);
    const { runId, round, model } = task;
    const updateId = `load-${client}-${round}-${sha256.slice(0, 8)}`;
    const what = { runId, round, baseHash: model.hash, updateId, bytes, sha256 };
    const said = { loss: null, accuracy: null, seconds: 0, spikeRates: [] };
    let answer: Ack<Answers["upload-begin"]> | null;
    answer = await this.#ask("upload-begin", { ...what, ...said });
    while (answer?.ok && !answer.done && answer.offset < bytes) {
      const { offset } = answer;
      answer = await this.#ask("upload-chunk", { updateId, offset, data: piece(offset) });
    }
    const counted = answer?.ok ? await this.#ask("upload-commit", { updateId }) : answer;
    if (counted?.ok) tally.acknowledge();
    else tally.fail(counted === null ? "no answer" : counted.error.code);
  }

  /** Null: the connection was lost, or no answer came. */
  async #ask<E extends ClientEvent>(event: E, message: unknown): Promise<Ack<Answers[E]> | null> {
    try {
      const answer: unknown = await this.#socket.timeout(ANSWER_MS).emitWithAck(event, message);
      return answer as Ack<Answers[E]>;
    } catch {
      return null; // counted by whoever asked
    }
  }
}

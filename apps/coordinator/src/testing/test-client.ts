// A client for tests: the real Socket.IO client, awaited answers, canned updates.

import { createHash, randomBytes } from "node:crypto";

import { writeUpdate } from "@spikefed/fl-core";
import {
  CHUNK_BYTES,
  PROTOCOL_VERSION,
  type Ack,
  type Answers,
  type ClientEvent,
  type HelloAnswer,
  type LogEvent,
  type Task,
} from "@spikefed/protocol";
import { modelOf, stateLayout } from "@spikefed/snn-core";
import { io, type Socket } from "socket.io-client";

const device = { kind: "cpu", label: "test", executor: "reference/cpu" };

export interface UpdateOptions {
  /** Every value of the update. */
  value?: number;
  updateId?: string;
  baseHash?: string;
  round?: number;
  /** Other bytes than a good update. */
  bytes?: Uint8Array;
}

export class TestClient {
  readonly socket: Socket;
  readonly log: LogEvent[] = [];
  readonly tasks: Task[] = [];
  /** By number: what is told right after hello can be handled before the answer to it. */
  readonly #early = new Map<number, LogEvent>();
  #waiting: { isDone: () => unknown; resolve: () => void }[] = [];
  answer: HelloAnswer | null = null;

  constructor(url: string) {
    this.socket = io(url, { transports: ["websocket"], reconnection: false, forceNew: true });
    this.socket.on("log", (events: LogEvent[]) => this.#take(events));
    this.socket.on("task", (task: Task) => {
      this.tasks.push(task);
      this.#look();
    });
    this.socket.on("disconnect", () => this.#look());
  }

  /** The raw answer to one message. */
  ask<E extends ClientEvent>(event: E, message: unknown): Promise<Ack<Answers[E]>> {
    return this.socket.timeout(15_000).emitWithAck(event, message) as Promise<Ack<Answers[E]>>;
  }

  /** The answer to a message that must succeed. */
  async get<E extends ClientEvent>(event: E, message: unknown): Promise<Answers[E]> {
    const answer = await this.ask(event, message);
    if (!answer.ok) throw new Error(`${event}: ${answer.error.code}: ${answer.error.fact}`);
    return answer;
  }

  /** The code of the error of a message that must fail. */
  async refusal(event: ClientEvent, message: unknown): Promise<string> {
    const answer = await this.ask(event, message);
    return answer.ok ? "ok" : answer.error.code;
  }

  async hello(more: object = {}): Promise<HelloAnswer> {
    const message = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null, device, ...more };
    this.answer = await this.get("hello", message);
    this.#take(this.answer.log);
    return this.answer;
  }

  get resume(): { clientId: string; token: string } {
    const { clientId = "", token = "" } = this.answer?.you ?? {};
    return { clientId, token };
  }

  host(command: string, more: object = {}): Promise<object> {
    return this.get("host", { command, ...more });
  }

  /** Resolves when an event of this type (and round) is in the log. */
  async seen<T extends LogEvent["type"]>(
    type: T,
    round?: number,
  ): Promise<Extract<LogEvent, { type: T }>> {
    const find = () =>
      this.log.find(
        (event) =>
          event.type === type &&
          (round === undefined || ("round" in event && event.round === round)),
      );
    await this.until(find);
    return find() as Extract<LogEvent, { type: T }>;
  }

  async task(round: number): Promise<Task> {
    const find = () => this.tasks.findLast((task) => task.round === round);
    await this.until(find);
    return find() as Task;
  }

  /** Resolves when the condition holds; looked at after each message. */
  until(isDone: () => unknown): Promise<void> {
    if (isDone()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ isDone, resolve }));
  }

  /** Announces an update for a task; the answer says where to begin. */
  announce(task: Task, options: UpdateOptions = {}) {
    const bytes = options.bytes ?? constantUpdate(task, options.value ?? 0.01);
    const message = {
      runId: task.runId,
      round: options.round ?? task.round,
      baseHash: options.baseHash ?? task.model.hash,
      updateId: options.updateId ?? randomBytes(9).toString("base64url"),
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      loss: 2,
      accuracy: 0.2,
      seconds: 0.5,
      spikeRates: [0.1, 0.2],
      attempt: task.attempt,
    };
    return { bytes, message };
  }

  /** The whole way of an update; returns the answer to its commit. */
  async send(task: Task, options: UpdateOptions = {}): Promise<Ack<{ counted: true }>> {
    const { bytes, message } = this.announce(task, options);
    const begun = await this.ask("upload-begin", message);
    if (!begun.ok) return begun;
    const { updateId } = message;
    for (let offset = begun.offset; offset < bytes.length && !begun.done; offset += CHUNK_BYTES) {
      const data = Buffer.from(bytes.subarray(offset, offset + CHUNK_BYTES));
      await this.get("upload-chunk", { updateId, offset, data });
    }
    return this.ask("upload-commit", { updateId });
  }

  close(): void {
    this.socket.disconnect();
  }

  #take(events: readonly LogEvent[]): void {
    for (const event of events) this.#early.set(event.seq, event);
    for (let next; (next = this.#early.get(this.log.length));) this.log.push(next);
    this.#look();
  }

  #look(): void {
    const done = this.#waiting.filter(({ isDone }) => isDone());
    this.#waiting = this.#waiting.filter((each) => !done.includes(each));
    for (const { resolve } of done) resolve();
  }
}

/** A good update of the task's model whose values are all the same. */
export function constantUpdate({ train }: Task, value: number): Uint8Array {
  const { entries, length } = stateLayout(modelOf(train, train.classes));
  return writeUpdate(entries, new Float32Array(length), new Float32Array(length).fill(value));
}

// A volunteer without a device: greets, takes tasks, sends canned updates, comes back after every
// lost connection, and writes down what it asked and heard.

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
import type { ModelShape } from "@spikefed/run-store";
import { io, type Socket } from "socket.io-client";

import type { HelloOperation, Operation, Outcome, UpdateOperation } from "../history/operation.ts";
import { pause } from "../wait.ts";
import { cannedUpdate, type CannedUpdate } from "./canned-update.ts";

export interface VolunteerOptions {
  url: string;
  /** From 1: its updates follow from it. */
  number: number;
  shape: ModelShape;
  record: (operation: Operation) => void;
  /** Told of each event of the run log as the coordinator tells it. */
  onEvents?: (events: readonly LogEvent[]) => void;
  /** Milliseconds that its work of a round takes; left out: none. */
  workMs?: (round: number) => number;
}

interface Job {
  task: Task;
  update: CannedUpdate;
  updateId: string;
}

/** Longest wait for one answer, milliseconds. */
const ANSWER_MS = 20_000;
const device = { kind: "cpu", label: "scripted", executor: "none" } as const;

export class ScriptedVolunteer {
  readonly #options: VolunteerOptions;
  readonly #socket: Socket;
  #you: HelloAnswer["you"] = null;
  #job: Job | null = null;
  #sending: Promise<void> = Promise.resolve();
  #jobs = 0;
  #isClosed = false;

  constructor(options: VolunteerOptions) {
    this.#options = options;
    const backoff = { reconnectionDelay: 10, reconnectionDelayMax: 50, randomizationFactor: 0 };
    this.#socket = io(options.url, { transports: ["websocket"], forceNew: true, ...backoff });
    this.#socket.on("connect", () => void this.#greet());
    this.#socket.on("log", (events: LogEvent[]) => options.onEvents?.(events));
    this.#socket.on("task", (task: Task) => this.#take(task));
  }

  /** Its number in the run log; null before the first answer. */
  get client(): number | null {
    return this.#you?.client ?? null;
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.disconnect();
  }

  async #greet(): Promise<void> {
    const you = this.#you;
    const resume = you ? { resume: { clientId: you.clientId, token: you.token } } : {};
    const hello = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null, device, ...resume };
    this.#note("hello", "invoke");
    const answer = await this.#ask("hello", hello);
    if (answer === null) return this.#note("hello", "info");
    if (!answer.ok) return this.#note("hello", "fail", answer.error.code);
    this.#you = answer.you;
    this.#note("hello", "ok");
    this.#options.onEvents?.(answer.log);
  }

  #note(op: "hello", type: Outcome, code?: string): void {
    const { record, number } = this.#options;
    const operation: HelloOperation = {
      ...{ atMs: Date.now(), who: `volunteer-${number}`, op, type, client: this.client },
      ...(code !== undefined && { code }),
    };
    record(operation);
  }

  /** The same task again is the same work; from another model it is another update. */
  #take(task: Task): void {
    const before = this.#job?.task;
    const { round, model, runId } = task;
    const isSame =
      before?.round === round && before.model.hash === model.hash && before.runId === runId;
    if (!isSame) {
      const { shape, number } = this.#options;
      const update = cannedUpdate(shape, number, round);
      this.#job = { task, update, updateId: `update-${number}-${round}-${++this.#jobs}` };
    }
    const job = this.#job;
    if (job) this.#sending = this.#sending.then(() => this.#send(job));
  }

  /** Its whole way, also of one that was sent before: a counted one is only counted once. */
  async #send(job: Job): Promise<void> {
    await pause(this.#options.workMs?.(job.task.round) ?? 0);
    this.#noteUpdate(job, "invoke");
    for (let answer = await this.#tryToSend(job); !this.#isClosed;) {
      if (answer === null) return this.#noteUpdate(job, "info");
      if (answer.ok) return this.#noteUpdate(job, "ok");
      if (answer.error.retry === "never" || job !== this.#job) {
        return this.#noteUpdate(job, "fail", answer.error.code);
      }
      await pause(200);
      answer = await this.#tryToSend(job);
    }
    this.#noteUpdate(job, "info");
  }

  async #tryToSend({ task, update, updateId }: Job): Promise<Ack | null> {
    const { bytes, sha256 } = update;
    const { runId, round, model } = task;
    const what = { runId, round, baseHash: model.hash, updateId, bytes: bytes.length, sha256 };
    const said = { loss: null, accuracy: null, seconds: 0, spikeRates: [] };
    let answer = await this.#ask("upload-begin", { ...what, ...said });
    while (answer?.ok && !answer.done && answer.offset < bytes.length) {
      const { offset } = answer;
      const data = bytes.slice(offset, offset + CHUNK_BYTES);
      answer = await this.#ask("upload-chunk", { updateId, offset, data });
    }
    if (!answer?.ok || answer.done) return answer;
    return this.#ask("upload-commit", { updateId });
  }

  #noteUpdate({ task, update, updateId }: Job, type: Outcome, code?: string): void {
    const { record, number } = this.#options;
    const operation: UpdateOperation = {
      ...{ atMs: Date.now(), who: `volunteer-${number}`, op: "update", type },
      ...{ client: this.client ?? 0, round: task.round, updateId, sha256: update.sha256 },
      ...{ baseHash: task.model.hash, ...(code !== undefined && { code }) },
    };
    record(operation);
  }

  /** Null: the connection was lost, or no answer came. */
  async #ask<E extends ClientEvent>(event: E, message: unknown): Promise<Ack<Answers[E]> | null> {
    try {
      const answer: unknown = await this.#socket.timeout(ANSWER_MS).emitWithAck(event, message);
      return answer as Ack<Answers[E]>;
    } catch {
      return null; // told to the history as unknown
    }
  }
}

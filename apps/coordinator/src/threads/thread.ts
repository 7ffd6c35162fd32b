// The main thread's side: starts a worker thread from its file and calls it.
// The first call starts it; a worker that dies fails its calls, and the next call starts another.

import { Worker } from "node:worker_threads";

import {
  unpackError,
  type AnswerMessage,
  type Calls,
  type CallMessage,
  type NewsMessage,
} from "./worker-call.ts";

interface Pending {
  resolve: (output: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * What a worker computes with lies outside of its heap. Of the young part of that each would take up to
 * 48 MB, for nothing but the rests of its messages.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 6 };

/** Brings the loader of TypeScript along. */
const starter = new URL("./start-worker.mjs", import.meta.url);

export interface ThreadEars {
  /** What the worker tells by itself. */
  onNews?: (news: unknown) => void;
  /** It died; nobody ended it. */
  onLost?: (error: Error) => void;
}

export class Thread<C extends Calls> {
  readonly #file: URL;
  readonly #ears: ThreadEars;
  #worker: Worker | null = null;
  #pending = new Map<number, Pending>();
  #lastId = 0;

  /** @param file the worker's file, that calls `serve` */
  constructor(file: URL, ears: ThreadEars = {}) {
    this.#file = file;
    this.#ears = ears;
  }

  call<N extends keyof C & string>(name: N, input: C[N]["input"]): Promise<C[N]["output"]> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage({ id, name, input } satisfies CallMessage);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    this.#failAll(new Error("the worker was closed"));
  }

  #start(): Worker {
    const { href, pathname } = this.#file;
    const worker = pathname.endsWith(".ts")
      ? new Worker(starter, { execArgv: [], workerData: { file: href }, resourceLimits })
      : new Worker(this.#file, { resourceLimits });
    worker.on("message", (message: AnswerMessage | NewsMessage) => {
      if ("news" in message) this.#ears.onNews?.(message.news);
      else this.#settle(message);
    });
    worker.on("error", (error) => this.#lose(worker, error));
    worker.on("exit", (code) => this.#lose(worker, new Error(`the worker ended with ${code}`)));
    return worker;
  }

  #settle(message: AnswerMessage): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ("failure" in message) pending?.reject(unpackError(message.failure));
    else pending?.resolve(message.output);
  }

  #lose(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#failAll(error);
    this.#ears.onLost?.(error);
  }

  #failAll(error: Error): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}

// The worker's side: answers calls one after the other, or as they come.

import { parentPort } from "node:worker_threads";

import {
  packError,
  type AnswerMessage,
  type CallMessage,
  type Calls,
  type NewsMessage,
} from "./worker-call.ts";

export type Handlers<C extends Calls> = {
  [N in keyof C]: (input: C[N]["input"]) => Promise<C[N]["output"]> | C[N]["output"];
};

/**
 * Answers every call of the thread that started this worker.
 *
 * @param options.overlap A call begins while others wait for the disk; else one after the other.
 */
export function serve<C extends Calls>(handlers: Handlers<C>, options = { overlap: false }): void {
  const port = parentPort;
  if (!port) throw new Error("this file runs in a worker thread only");
  let last: Promise<void> = Promise.resolve();
  port.on("message", ({ id, name, input }: CallMessage) => {
    const work = async () => port.postMessage(await answer(handlers, { id, name, input }));
    last = options.overlap ? work() : last.then(work);
  });
}

async function answer<C extends Calls>(
  handlers: Handlers<C>,
  { id, name, input }: CallMessage,
): Promise<AnswerMessage> {
  try {
    const handler = handlers[name];
    if (!handler) throw new Error(`no call named ${name}`);
    return { id, output: await handler(input) };
  } catch (error) {
    return { id, failure: packError(error) };
  }
}

/** Tells the thread that started this worker something that it did not ask for. */
export function tell(news: unknown): void {
  parentPort?.postMessage({ news } satisfies NewsMessage);
}

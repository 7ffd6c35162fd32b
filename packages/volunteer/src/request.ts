// One message to the coordinator and its answer.

import {
  SpikefedError,
  type Ack,
  type Answers,
  type ClientEvent,
  type ClientMessage,
} from "@spikefed/protocol";

import type { Socket } from "./options.ts";

/** Longest wait for an answer: a piece of an update on a slow line takes its time. */
const ANSWER_MS = 60_000;

/**
 * Sends a message and waits for the answer; a refusal is an answer (`ok: false`).
 *
 * @throws {SpikefedError} `volunteer/unreachable` without a connection, when it ends, or when no
 *   answer comes in time; then the connection is made anew.
 */
export type Request = <E extends ClientEvent>(
  event: E,
  message: ClientMessage<E>,
) => Promise<Ack<Answers[E]>>;

export function createRequest(socket: Socket, url: string): Request {
  return async <E extends ClientEvent>(event: E, message: ClientMessage<E>) => {
    if (!socket.connected) throw unreachable(url, "no connection");
    try {
      const answer = await socket.timeout(ANSWER_MS).emitWithAck(event, message);
      return answer as Ack<Answers[E]>;
    } catch (cause) {
      if (socket.connected) {
        socket.disconnect();
        socket.connect();
      }
      throw unreachable(url, "no answer", cause);
    }
  };
}

/** Sends what may be lost and needs no answer: progress, states. */
export function tell<E extends ClientEvent>(
  socket: Socket,
  event: E,
  message: ClientMessage<E>,
): void {
  if (socket.connected) socket.emit(event, message);
}

function unreachable(url: string, why: string, cause?: unknown): SpikefedError {
  return new SpikefedError("volunteer/unreachable", { url, why }, { cause });
}

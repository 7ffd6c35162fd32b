// One question to the coordinator, one answer: an answer, a refusal, or "no answer" as a problem.

import type {
  Ack,
  Answers,
  ClientEvent,
  ClientEvents,
  ClientMessage,
  ServerEvents,
} from "@spikefed/protocol";
import type { Socket } from "socket.io-client";

export { PROTOCOL_VERSION as PROTOCOL } from "@spikefed/protocol";

export type RoomSocket = Socket<ServerEvents, ClientEvents>;

/** An error as a page shows it; its code may be of the page itself. */
export interface Problem {
  code: string;
  fact: string;
  cure: string;
}

export type Answer<T> = ({ ok: true } & T) | { ok: false; error: Problem };

/** After this long without an answer the question counts as lost, milliseconds. */
const PATIENCE_MS = 10_000;

const unanswered: Problem = {
  code: "net/offline",
  fact: "the coordinator does not answer",
  cure: "Check the connection and try again.",
};

interface Patient {
  emitWithAck: (event: string, message: unknown) => Promise<unknown>;
}

export async function ask<E extends ClientEvent>(
  socket: RoomSocket,
  event: E,
  message: ClientMessage<E>,
): Promise<Answer<Answers[E]>> {
  // Socket.IO's types cannot follow an event name that is generic.
  const patient = socket.timeout(PATIENCE_MS) as unknown as Patient;
  try {
    return (await patient.emitWithAck(event, message)) as Ack<Answers[E]>;
  } catch {
    return { ok: false, error: unanswered };
  }
}

// One connection, as the room sees it.

import { SpikefedError, type ServerEvents } from "@spikefed/protocol";

import type { Role } from "../socket/limits.ts";

export interface Link {
  readonly id: string;
  /** Where it comes from. */
  readonly address: string;
  /** Name of the room that it belongs to; null before it has asked for one. */
  room: string | null;
  /** Null before hello. */
  role: Role | null;
  /** Number of the volunteer behind it in the current run. */
  client: number | null;
  /** The connection has ended: nothing may be bound to it any more. */
  closed: boolean;
  send<E extends keyof ServerEvents>(event: E, ...message: Parameters<ServerEvents[E]>): void;
  /** From now on it hears what is told to everybody in its room. */
  listen(): void;
  /** Ends the connection; the page does not connect again by itself. */
  close(): void;
}

/** The connection ended before its hello was answered. Nobody is left to read this. */
export function goneMeanwhile(): SpikefedError {
  return new SpikefedError("wire/no-hello", { event: "hello" });
}

// One connection, as the room sees it.

import type { ServerEvents } from "@spikefed/protocol";

import type { Role } from "../socket/limits.ts";

export interface Link {
  readonly id: string;
  /** Null before hello. */
  role: Role | null;
  /** Number of the volunteer behind it in the current run. */
  client: number | null;
  send<E extends keyof ServerEvents>(event: E, ...message: Parameters<ServerEvents[E]>): void;
  /** From now on it hears what is told to everybody. */
  listen(): void;
  /** Ends the connection; the page does not connect again by itself. */
  close(): void;
}

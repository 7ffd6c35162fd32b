// What a room is handed: time, chance, the two workers, and ears.

import type { ServerEvents } from "@spikefed/protocol";

import type { Say } from "../say.ts";
import type { Aggregator } from "../aggregate/aggregator.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { Robots } from "../robots/robots.ts";
import type { Clock } from "./clock.ts";
import type { FullDisk } from "./full-disk.ts";

export type Broadcast = <E extends keyof ServerEvents>(
  event: E,
  ...message: Parameters<ServerEvents[E]>
) => void;

export interface Ports {
  clock: Clock;
  /** A number in [0, 1). */
  random: () => number;
  aggregator: Aggregator;
  evaluator: Evaluator;
  /** Volunteers that this coordinator runs itself. */
  robots: Robots;
  /** Newest models that are kept on the disk beside those that are needed; null: all. */
  keepModels: number | null;
  /** To every connection that has said hello. */
  broadcast: Broadcast;
  /** One line for the person at the terminal. */
  say: Say;
  fullDisk: FullDisk;
  /** The store cannot be written: nothing may go on. */
  fail: (error: Error) => void;
}

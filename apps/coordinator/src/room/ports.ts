// What a room is handed: time, chance, the two workers, and ears.

import type { ServerEvents } from "@spikefed/protocol";

import type { Say } from "../say.ts";
import type { Aggregator } from "../aggregate/aggregator.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { Robots } from "../robots/robots.ts";
import type { Clock } from "./clock.ts";
import type { FullDisk } from "./full-disk.ts";
import type { LogFeed } from "./log-feed.ts";

export type Broadcast = <E extends keyof ServerEvents>(
  event: E,
  ...message: Parameters<ServerEvents[E]>
) => void;

/** Parts of about the same size into which listeners fall, the hosts left out. */
export const EAR_PARTS = 64;

/** Who is told. */
export type EarPart = "all" | "hosts" | number;

export interface Ears {
  /** To every connection that has said hello. */
  broadcast: Broadcast;
  /** To parts of them; it is written once for all. */
  tellParts: <E extends keyof ServerEvents>(
    to: readonly EarPart[],
    event: E,
    ...message: Parameters<ServerEvents[E]>
  ) => void;
  /** How many they are. */
  listeners: () => number;
}

export interface Ports extends Ears {
  clock: Clock;
  /** A number in [0, 1). */
  random: () => number;
  aggregator: Aggregator;
  evaluator: Evaluator;
  /** Volunteers that this coordinator runs itself. */
  robots: Robots;
  /** Newest models that are kept on the disk beside those that are needed; null: all. */
  keepModels: number | null;
  /** What is told of the run log. */
  log: LogFeed;
  /** One line for the person at the terminal. */
  say: Say;
  fullDisk: FullDisk;
  /** The store cannot be written: nothing may go on. */
  fail: (error: Error) => void;
}

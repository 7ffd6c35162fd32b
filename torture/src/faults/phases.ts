// Moments of a round at which a fault begins, as the clients and the line see them.

import type { LogEvent } from "@spikefed/protocol";

import type { Operation } from "../history/operation.ts";

/** What has happened since the case began. */
export interface Seen {
  operations: readonly Operation[];
  events: readonly LogEvent[];
  /** Bytes that went up since the first update of this case was begun. */
  up: number;
  /** Bytes of one update. */
  bytes: number;
}

const told = (type: LogEvent["type"]) => (seen: Seen) =>
  seen.events.some((event) => event.type === type);
const did = (op: string, type: string) => (seen: Seen) =>
  seen.operations.some((operation) => operation.op === op && operation.type === type);
const sent = (share: number) => (seen: Seen) =>
  did("update", "invoke")(seen) && seen.up >= share * seen.bytes;

/** In the order in which a round meets them. */
export const phases: Readonly<Record<string, (seen: Seen) => boolean>> = {
  "at once": () => true,
  "round opened": told("round-opened"),
  announced: did("update", "invoke"),
  "a quarter sent": sent(0.25),
  "half sent": sent(0.5),
  "three quarters sent": sent(0.75),
  "the first sent": sent(1),
  counted: told("update-accepted"),
  acknowledged: did("update", "ok"),
  averaged: told("aggregated"),
};

// What went wrong in a run, as sentences.

import { sentence } from "@spikefed/fl-core";
import type { LiveSettings, LogEvent } from "@spikefed/protocol";

import { type Calls, isolated, nameOf } from "./names.ts";

export interface Incident {
  /** Place in the log. */
  seq: number;
  atMs: number;
  /** null: not of one round. */
  round: number | null;
  sentence: string;
}

export function incidents(events: readonly LogEvent[], calls: Calls): Incident[] {
  const named = (client: number) => isolated(nameOf(calls, client));
  return events.filter(isIncident).map((event) => ({
    ...{ seq: event.seq, atMs: event.atMs, sentence: sentence(event, named) },
    round: "round" in event ? event.round : null,
  }));
}

/** Waiting between rounds and other numbers of devices are choices; noise and dropping out harm. */
const isHarm = ({ gradientNoise = 0, stragglerProbability = 0 }: LiveSettings): boolean =>
  gradientNoise > 0 || stragglerProbability > 0;

function isIncident(event: LogEvent): boolean {
  switch (event.type) {
    case "update-refused":
    case "update-lost":
    case "training-failed":
    case "device-restarted":
    case "round-repeated":
    case "aggregation-failed":
    case "evaluation-failed":
    case "rolled-back":
    case "restarted":
    case "dropped":
      return true;
    case "settings-changed":
      return isHarm(event.changes);
    case "left":
      return event.why !== "said";
    case "round-closed":
      return event.missing.length > 0 && event.why !== "goal";
    default:
      return false;
  }
}

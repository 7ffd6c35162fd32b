// Words for what the trials of load measured.

import { loadavg } from "node:os";

import type { Figure } from "../trial.ts";
import { quantile } from "../frames/honest.ts";
import type { FleetState } from "./fleet-orders.ts";

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
export const seconds = (ms: number | null): string =>
  ms === null ? "not reached" : `${(ms / 1000).toFixed(1)} s`;

/** `ping timeout: 3, transport close: 1`, or `0`. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([key, count]) => `${key}: ${count}`);
  return parts.length === 0 ? "0" : parts.join(", ");
}

export function roundTrips(asked: string | null, values: readonly number[]): Figure {
  const of = (share: number) => quantile(values, share)?.toFixed(0) ?? "-";
  const measured = `${of(0.99)} ms of ${values.length}, the middle one ${of(0.5)} ms`;
  return { what: "control round trip of the host, p99", asked, measured };
}

/** What other programs did meanwhile: figures of a busy machine are too high. */
export function machineFigure(): Figure {
  const measured = loadavg()
    .map((load) => load.toFixed(1))
    .join(" ");
  return { what: "load average of the machine (1, 5, 15 min)", asked: null, measured };
}

/** What no trial of load may show. */
export function troublesOf(state: FleetState): string[] {
  const { lost, refused, failed } = state;
  const told = { "lost connections": lost, "refused hellos": refused, "failed updates": failed };
  return Object.entries(told)
    .filter(([, counts]) => Object.keys(counts).length > 0)
    .map(([what, counts]) => `${what}: ${countsText(counts)}`);
}

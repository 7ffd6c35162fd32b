// Whose work a round is about.

import type { LogEvent } from "@spikefed/protocol";

type Event<T extends LogEvent["type"]> = Extract<LogEvent, { type: T }>;

/**
 * Clients that were sent the model for this round, as often as they were: the cohorts of its attempts.
 * With FedBuff, where work goes on from one round into the next, those whose work ended in it: each
 * was sent a model once.
 *
 * @param events Of one round.
 */
export function askedIn(events: readonly LogEvent[]): number[] {
  const all = <T extends LogEvent["type"]>(type: T) =>
    events.filter((event): event is Event<T> => event.type === type);
  const closes = all("round-closed");
  const isBuffer =
    closes.some(({ clockMs }) => clockMs !== undefined) ||
    all("update-accepted").some(({ base }) => base !== undefined);
  if (!isBuffer) return all("round-opened").flatMap(({ cohort }) => cohort);
  const ended = closes.flatMap(({ reported, missing }) => [...reported, ...missing]);
  const failed = [...all("training-failed"), ...all("update-refused")];
  return [...new Set([...ended, ...failed.map(({ client }) => client)])];
}

// What a record says of a round and of an evaluation, out of the run log: the same log, the same
// record, whenever it is made. Pure.

import {
  settingsAt,
  type EvaluationRecord,
  type LogBody,
  type LogEvent,
  type RoundRecord,
} from "@spikefed/protocol";

import { SUM_UNIT } from "../aggregate/fed-avg.ts";

type Event<T extends LogEvent["type"]> = Extract<LogEvent, { type: T }>;
/** A line of the log that is about to be written, or was. */
type Body<T extends LogBody["type"]> = Extract<LogBody, { type: T }>;

/** What chains, dates and signs a record: whoever keeps the chain adds it. */
type Head = "format" | "index" | "previous" | "software" | "key" | "log";
export type RoundBody = Omit<RoundRecord, Head>;
export type EvaluationBody = Omit<EvaluationRecord, Head>;

export interface RoundFacts {
  /** The log before the line `aggregated`, from `run-opened`. */
  events: readonly LogEvent[];
  aggregated: Body<"aggregated">;
  /** sha256 of what the strategy remembers; null: nothing. */
  serverState: string | null;
  updatesKept: boolean;
}

export function roundBody({ aggregated, ...facts }: RoundFacts): RoundBody {
  const { events, serverState, updatesKept } = facts;
  const { round, modelHash, version, chosen = null, clipped = [] } = aggregated;
  const { runId } = openedOf(events);
  const settings = settingsIn(events, round);
  const base = baseOf(events);
  const ofRound = eventsOf(events, round);
  return {
    ...{ type: "round", runId, round, base, model: { hash: modelHash, version } },
    ...{ settings: { ...settings }, unit: SUM_UNIT },
    attempts: attemptsOf(ofRound),
    updates: updatesOf(ofRound, aggregated.clients, settings.strategy),
    rejected: ofRound.flatMap(rejection),
    ...{ chosen, clipped, serverState, before: judgedOf(events, base.hash), updatesKept },
  };
}

export function evaluationBody(
  events: readonly LogEvent[],
  { round, modelHash, correct, samples, loss, validation }: Omit<Body<"evaluated">, "seconds">,
): EvaluationBody {
  const { runId } = openedOf(events);
  const part = validation && { validation };
  return { type: "evaluation", runId, round, modelHash, correct, samples, loss, ...part };
}

/**
 * Lines of the log that a record vouches for: a round's up to its close, an evaluation's up to the
 * average. What is written behind them before the record (a volunteer that leaves, a restart) is
 * not its matter, so that a record that is made again after a crash is the same.
 */
export function sealedLines(events: readonly LogEvent[], type: "round" | "evaluation"): number {
  const last = type === "round" ? "round-closed" : "aggregated";
  return events.findLastIndex((event) => event.type === last) + 1;
}

function openedOf([first]: readonly LogEvent[]): Event<"run-opened"> {
  if (first?.type === "run-opened") return first;
  throw new Error("the log does not begin with run-opened");
}

/** Those that were in force: as the run was opened, with what the host changed up to this round. */
function settingsIn(events: readonly LogEvent[], round: number) {
  const changes = events.filter((event) => event.type === "settings-changed");
  return settingsAt(openedOf(events).settings, changes, round);
}

/** The model that the run stands on: the newest, or the one that it went back to. */
export function baseOf(events: readonly LogEvent[]): RoundRecord["base"] {
  const before = events.findLast(
    (event) => event.type === "aggregated" || event.type === "rolled-back",
  );
  const { hash, version } = openedOf(events).model;
  return before ? { hash: before.modelHash, version: before.version } : { hash, version };
}

/** From the round before to the last close: all attempts. */
function eventsOf(events: readonly LogEvent[], round: number): LogEvent[] {
  const start = events.findLastIndex(({ type }) => type === "aggregated") + 1;
  const own = events.slice(start, sealedLines(events, "round"));
  return own.filter((event) => "round" in event && event.round === round);
}

function attemptsOf(events: readonly LogEvent[]): RoundRecord["attempts"] {
  const attempts: RoundRecord["attempts"] = [];
  for (const event of events) {
    if (event.type === "round-opened") attempts.push(openedAttempt(event));
    if (event.type !== "round-closed") continue;
    const { reported, missing, why, atMs } = event;
    const open = attempts.at(-1);
    // closed at once after a restart: all had reported, nobody was invited again
    if (open?.closedMs !== null) attempts.push(openedAttempt({ cohort: [], atMs }));
    Object.assign(attempts.at(-1)!, { reported, missing, why, closedMs: atMs });
  }
  return attempts;
}

function openedAttempt({
  cohort,
  stragglers = [],
  atMs,
}: Pick<Event<"round-opened">, "cohort" | "stragglers" | "atMs">) {
  const empty = { closedMs: null, reported: [], missing: [], why: null };
  return { openedMs: atMs, cohort, stragglers, ...empty };
}

function updatesOf(
  events: readonly LogEvent[],
  clients: readonly number[],
  strategy: object,
): RoundRecord["updates"] {
  const accepted = events.filter((event) => event.type === "update-accepted");
  return clients
    .flatMap((client) => accepted.findLast((event) => event.client === client) ?? [])
    .sort((a, b) => a.client - b.client)
    .map(({ client, updateId, sha256, bytes, samples, base, staleness }) => ({
      ...{ client, updateId, sha256, bytes, samples, weight: weightOf(strategy, samples) },
      ...(base && { base }),
      ...(staleness !== undefined && { staleness }),
    }));
}

/** What an update counts in the sum, where the strategy has one and weighs its terms. */
function weightOf(strategy: { weighting?: string }, samples: number): number | null {
  if (strategy.weighting === undefined) return null;
  return strategy.weighting === "uniform" ? 1 : samples;
}

function rejection(event: LogEvent): RoundRecord["rejected"] {
  if (event.type === "training-failed") return [{ client: event.client, code: event.type }];
  if (event.type !== "update-refused") return [];
  const { client, code, updateId, sha256 } = event;
  return [{ client, code, ...(updateId && { updateId }), ...(sha256 && { sha256 }) }];
}

/** The base as it was judged before the round; not what is judged later, when a run is stopped. */
function judgedOf(events: readonly LogEvent[], hash: string): RoundRecord["before"] {
  const known = events.slice(0, sealedLines(events, "round"));
  const judged = known.findLast((event) => event.type === "evaluated" && event.modelHash === hash);
  if (judged?.type !== "evaluated") return null;
  const { correct, samples, loss } = judged;
  return { correct, samples, loss };
}

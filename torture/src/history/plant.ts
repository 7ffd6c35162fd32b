// Faults planted into evidence: for each invariant a way to break it, at a place that chance picks.

import { below, type Random } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";

import { bufferOf, type Event, type Evidence } from "./evidence.ts";

export type Plant = (evidence: Evidence, random: Random) => Evidence;

/** By invariant; each may break others as well. */
export const plants: Readonly<Record<string, readonly Plant[]>> = {
  I1: [
    (evidence, random) => without(evidence, pick(evidence, "update-accepted", random)),
    (evidence, random) => {
      const event = pick(evidence, "aggregated", random);
      return replace(evidence, event, { ...event, clients: event.clients.slice(1) });
    },
  ],
  I2: [
    (evidence, random) => {
      const { events } = evidence;
      const again = pick(evidence, "update-accepted", random);
      return { ...evidence, events: numbered([...events, again]) };
    },
    (evidence, random) => {
      const event = pick(evidence, "aggregated", random);
      return replace(evidence, event, { ...event, clients: [event.clients[0]!, ...event.clients] });
    },
  ],
  I3: [
    (evidence, random) => {
      const event = pick(evidence, "aggregated", random);
      return replace(evidence, event, { ...event, version: event.version + 1 });
    },
    (evidence, random) => {
      const event = pick(evidence, "round-opened", random);
      return replace(evidence, event, { ...event, modelHash: "another" });
    },
    (evidence) => ({ ...evidence, events: evidence.events.toSpliced(1, 1) }),
    (evidence) => {
      const event = evidence.events.findLast((each) => each.type === "aggregated")!;
      const { round, seq, atMs } = event;
      const back = { type: "rolled-back", round, since: round, modelHash: "another" } as const;
      const told = { ...back, version: 1, accuracy: 0.1, before: 0.5, seq, atMs };
      return { ...evidence, events: numbered([...evidence.events, told]) };
    },
  ],
  I4: [
    (evidence, random) => {
      const { round } = pick(evidence, "update-accepted", random);
      const event = evidence.events.find(
        (each) => each.type === "update-accepted" && each.round === round, // never the mean itself
      ) as Event<"update-accepted">;
      return replace(evidence, event, { ...event, samples: event.samples + 1 });
    },
    (evidence) => {
      const event = evidence.events.findLast((each) => each.type === "aggregated");
      return event ? replace(evidence, event, { ...event, modelHash: "another" }) : evidence;
    },
  ],
  I5: [
    (evidence, random) => {
      const event = pick(evidence, "aggregated", random);
      return replace(evidence, event, { ...event, clients: event.clients.slice(0, 1) });
    },
    (evidence, random) => {
      const event = pick(evidence, "round-closed", random);
      return replace(evidence, event, { ...event, needed: event.reported.length + 1 });
    },
  ],
  I6: [
    (evidence) => {
      const isOpen = ({ type }: LogEvent) => type !== "aggregated";
      return { ...evidence, events: evidence.events.filter(isOpen) };
    },
  ],
  I7: [(evidence) => ({ ...evidence, memoryBytes: 1 })],
  I8: [
    (evidence) => ({
      ...evidence,
      history: evidence.history.map((each) =>
        each.op === "exit" ? { ...each, planned: false, how: "1" } : each,
      ),
    }),
  ],
  I9: [
    (evidence, random) => {
      const { updateId } = pick(evidence, "update-accepted", random);
      const history = evidence.history.map((each) =>
        each.op === "update" && each.updateId === updateId
          ? { ...each, baseHash: "another" }
          : each,
      );
      return { ...evidence, history };
    },
  ],
};

/** Beside those: what FedBuff alone can do wrong. */
export const bufferedPlants: typeof plants = {
  I1: [
    (evidence, random) => {
      const event = pick(evidence, "update-accepted", random);
      return replace(evidence, event, { ...event, round: event.round - 1 - event.staleness! });
    },
  ],
  I4: [
    (evidence, random) => {
      const event = pick(evidence, "update-accepted", random);
      return replace(evidence, event, { ...event, staleness: event.staleness! + 1 });
    },
  ],
  I5: [1, -1].map((more) => (evidence: Evidence) => withBuffer(evidence, { more })),
  I9: [
    (evidence, random) => {
      const event = pick(evidence, "update-accepted", random);
      return replace(evidence, event, { ...event, staleness: event.staleness! + 1 });
    },
    (evidence, random) => {
      const event = pick(evidence, "update-accepted", random);
      const base = { ...event.base!, hash: "another" };
      return replace(evidence, event, { ...event, base });
    },
    (evidence) => withBuffer(evidence, { maxStaleness: 0 }),
    (evidence) => {
      const { events } = evidence;
      const at = events.findIndex(
        (event) => event.type === "update-accepted" && event.base?.version === 1,
      );
      const { atMs } = events[at]!;
      const back = { type: "rolled-back", round: 1, since: 1, modelHash: "first" } as const;
      const told = { ...back, version: 0, accuracy: 0.1, before: 0.5, seq: at, atMs };
      return { ...evidence, events: numbered(events.toSpliced(at, 0, told)) };
    },
  ],
};

/** The same run, had it been asked for another buffer. */
function withBuffer(
  evidence: Evidence,
  { more = 0, maxStaleness }: { more?: number; maxStaleness?: number },
): Evidence {
  const opened = evidence.events.find((event) => event.type === "run-opened")!;
  const buffer = bufferOf(evidence.events)!;
  const scheduler = {
    ...{ ...buffer, bufferSize: buffer.bufferSize + more },
    maxStaleness: maxStaleness ?? buffer.maxStaleness,
  };
  const settings = { ...opened.settings, scheduler };
  return replace(evidence, opened, { ...opened, settings });
}

function pick<T extends LogEvent["type"]>(evidence: Evidence, type: T, random: Random): Event<T> {
  const found = evidence.events.filter((event): event is Event<T> => event.type === type);
  return found[below(random, found.length)] as Event<T>;
}

function replace(evidence: Evidence, event: LogEvent, by: LogEvent): Evidence {
  return { ...evidence, events: evidence.events.map((each) => (each === event ? by : each)) };
}

function without(evidence: Evidence, event: LogEvent): Evidence {
  return { ...evidence, events: numbered(evidence.events.filter((each) => each !== event)) };
}

function numbered(events: readonly LogEvent[]): LogEvent[] {
  return events.map((event, seq) => ({ ...event, seq }));
}

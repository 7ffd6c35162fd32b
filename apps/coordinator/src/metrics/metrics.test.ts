import type { LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { Metrics, type MetricSources } from "./metrics.ts";
import type { RoomFigures } from "./room-gauges.ts";

const states = (...all: RosterState[]) => all.map((state) => ({ state }));
type RosterState = ReturnType<RoomFigures["roster"]>[number]["state"];

const first: RoomFigures = {
  ...{ name: "1", phase: "training", isDiskFull: false, isBroken: false },
  roster: () => states("ready", "ready", "left", "away"),
};

const sources: MetricSources = {
  rooms: () => [first],
  links: () => [
    { role: "volunteer", room: "1" },
    { role: "host", room: "1" },
    { role: null, room: null },
    { role: null, room: "1" }, // at the door
  ],
  traffic: () => ({ received: 7, sent: 9, open: 2 }),
  isStopping: () => true,
  certificateEnds: () => null,
  eventLoop: { take: () => [0.001, 0.002, 0.003, 0.004], close: () => undefined },
};

function opened(from = sources): Metrics {
  const metrics = new Metrics(from);
  for (const { name } of from.rooms()) metrics.open(name);
  return metrics;
}

let seq = 0;
const event = (body: object, atMs = 0) => ({ seq: seq++, atMs, ...body }) as unknown as LogEvent;

/** The figures by name and labels. */
async function figures(metrics: Metrics): Promise<Map<string, number>> {
  const lines = (await metrics.text()).split("\n").filter((line) => /^[a-z]/.test(line));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ""), Number(line.split(" ").pop())]));
}

test("the run's events become figures", async () => {
  const metrics = opened();
  const opening = { type: "round-opened", round: 1 };
  metrics.note("1", [event({ type: "run-opened" }), event(opening, 1_000)]);
  metrics.note("1", [event({ type: "update-accepted", round: 1, bytes: 500 }, 2_000)]);
  metrics.note("1", [event({ type: "round-repeated", round: 1 }, 3_000), event(opening, 3_000)]);
  metrics.note("1", [event({ type: "aggregated", round: 1 }, 8_500)]);
  metrics.note("1", [event({ type: "evaluated", correct: 30, samples: 40 }, 9_000)]);
  const all = await figures(metrics);
  expect(all.get('spikefed_updates_accepted_total{room="1"}')).toBe(1);
  expect(all.get('spikefed_update_bytes_total{room="1"}')).toBe(500);
  expect(all.get('spikefed_events_total{room="1",type="round-opened"}')).toBe(2);
  expect(all.get('spikefed_round_seconds_sum{room="1"}')).toBe(7.5); // from the first opening on
  expect(all.get('spikefed_round_seconds_count{room="1"}')).toBe(1);
  expect(all.get('spikefed_round_seconds_bucket{le="5",room="1"}')).toBe(0);
  expect(all.get('spikefed_round_seconds_bucket{le="10",room="1"}')).toBe(1);
  expect(all.get('spikefed_model_accuracy{room="1"}')).toBe(0.75);
});

test("what is not known is left out", async () => {
  const metrics = opened();
  metrics.note("1", [event({ type: "aggregated", round: 4 }, 9_000)]); // opened by an earlier process
  const all = await figures(metrics);
  expect(all.get('spikefed_round_seconds_count{room="1"}')).toBe(0);
  expect(all.has('spikefed_model_accuracy{room="1"}')).toBe(false);
  expect(all.has("spikefed_certificate_end_seconds")).toBe(false);
});

test("rooms are told apart", async () => {
  const second = { ...first, name: "2", phase: "lobby", isDiskFull: true, isBroken: true };
  const metrics = opened({ ...sources, rooms: () => [first, second] });
  metrics.note("2", [event({ type: "round-opened", round: 1 }, 1_000)]);
  metrics.note("1", [event({ type: "aggregated", round: 1 }, 5_000)]);
  metrics.note("2", [event({ type: "aggregated", round: 1 }, 2_000)]);
  const all = await figures(metrics);
  const both = (name: string, more = "") =>
    ["1", "2"].map((room) => all.get(`spikefed_${name}{room="${room}"${more}}`));
  expect(both("round_seconds_count")).toEqual([0, 1]);
  expect(both("events_total", ',type="aggregated"')).toEqual([1, 1]);
  expect(both("phase", ',phase="lobby"')).toEqual([0, 1]);
  expect([both("disk_paused"), both("room_ended")]).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test("every state of those who have a place is counted", async () => {
  const roster = () => [
    ...states("loading", "ready", "training", "restarting", "sending", "sent"),
    ...states("paused", "asleep", "away", "closed"),
  ];
  const all = await figures(opened({ ...sources, rooms: () => [{ ...first, roster }] }));
  for (const { state } of roster()) {
    expect(all.get(`spikefed_participants{room="1",state="${state}"}`), state).toBe(1);
  }
});

test("the state of now is asked for at each look", async () => {
  const metrics = opened();
  await metrics.text();
  const all = await figures(metrics);
  expect(all.get('spikefed_participants{room="1",state="ready"}')).toBe(2);
  expect(all.get('spikefed_participants{room="1",state="training"}')).toBe(0);
  expect(all.get('spikefed_connections{role="none"}')).toBe(2);
  expect(all.get('spikefed_connections{room="1",role="host"}')).toBe(1);
  expect(all.get('spikefed_connections{room="1",role="watch"}')).toBe(0);
  expect(all.get('spikefed_phase{room="1",phase="training"}')).toBe(1);
  expect(all.get('spikefed_phase{room="1",phase="lobby"}')).toBe(0);
  expect(all.get("spikefed_received_bytes_total")).toBe(7);
  expect(all.get("spikefed_sent_bytes_total")).toBe(9);
  expect([all.get('spikefed_disk_paused{room="1"}'), all.get("spikefed_stopping")]).toEqual([0, 1]);
  expect(all.get('spikefed_event_loop_delay_seconds{quantile="0.99"}')).toBe(0.003);
  expect(all.get("process_resident_memory_bytes")).toBeGreaterThan(1e6);
});

test("a thousand rounds, volunteers and refusals add no series", async () => {
  const metrics = opened();
  const burst = (from: number, to: number) => {
    for (let round = from; round < to; round++) {
      const facts = { round, client: round, updateId: `id${round}`, bytes: 1, fact: `f${round}` };
      const types = ["joined", "round-opened", "update-accepted", "update-refused", "left"];
      metrics.note(
        "1",
        types.map((type) => event({ type, ...facts, why: "said" })),
      );
      metrics.refuse("update/late");
    }
  };
  burst(0, 10);
  const before = (await figures(metrics)).size;
  burst(10, 1_000);
  expect((await figures(metrics)).size).toBe(before);
  expect((await figures(metrics)).get('spikefed_refusals_total{code="update/late"}')).toBe(1_000);
});

import type { LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { Metrics, type MetricSources } from "./metrics.ts";

const sources: MetricSources = {
  phase: () => "training",
  roster: () => [{ state: "ready" }, { state: "ready" }, { state: "left" }, { state: "away" }],
  roles: () => ["volunteer", "host", null],
  traffic: () => ({ received: 7, sent: 9, open: 2 }),
  isDiskFull: () => false,
  isStopping: () => true,
  certificateEnds: () => null,
  eventLoop: { take: () => [0.001, 0.002, 0.003, 0.004], close: () => undefined },
};

let seq = 0;
const event = (body: object, atMs = 0) => ({ seq: seq++, atMs, ...body }) as unknown as LogEvent;

/** The figures by name and labels. */
async function figures(metrics: Metrics): Promise<Map<string, number>> {
  const lines = (await metrics.text()).split("\n").filter((line) => /^[a-z]/.test(line));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ""), Number(line.split(" ").pop())]));
}

test("the run's events become figures", async () => {
  const metrics = new Metrics(sources);
  const opened = { type: "round-opened", round: 1 };
  metrics.note([event({ type: "run-opened" }), event(opened, 1_000)]);
  metrics.note([event({ type: "update-accepted", round: 1, bytes: 500 }, 2_000)]);
  metrics.note([event({ type: "round-repeated", round: 1 }, 3_000), event(opened, 3_000)]);
  metrics.note([event({ type: "aggregated", round: 1 }, 8_500)]);
  metrics.note([event({ type: "evaluated", correct: 30, samples: 40 }, 9_000)]);
  const all = await figures(metrics);
  expect(all.get("spikefed_updates_accepted_total")).toBe(1);
  expect(all.get("spikefed_update_bytes_total")).toBe(500);
  expect(all.get('spikefed_events_total{type="round-opened"}')).toBe(2);
  expect(all.get("spikefed_round_seconds_sum")).toBe(7.5); // from the first opening on
  expect(all.get("spikefed_round_seconds_count")).toBe(1);
  expect(all.get('spikefed_round_seconds_bucket{le="5"}')).toBe(0);
  expect(all.get('spikefed_round_seconds_bucket{le="10"}')).toBe(1);
  expect(all.get("spikefed_model_accuracy")).toBe(0.75);
});

test("what is not known is left out", async () => {
  const metrics = new Metrics(sources);
  metrics.note([event({ type: "aggregated", round: 4 }, 9_000)]); // opened by an earlier process
  const all = await figures(metrics);
  expect(all.get("spikefed_round_seconds_count")).toBe(0);
  expect(all.has("spikefed_model_accuracy")).toBe(false);
  expect(all.has("spikefed_certificate_end_seconds")).toBe(false);
});

test("every state of those who have a place is counted", async () => {
  const states = ["loading", "ready", "training", "restarting", "sending", "sent"] as const;
  const more = ["paused", "asleep", "away", "closed"] as const;
  const roster = () => [...states, ...more].map((state) => ({ state }));
  const all = await figures(new Metrics({ ...sources, roster }));
  for (const { state } of roster()) {
    expect(all.get(`spikefed_participants{state="${state}"}`), state).toBe(1);
  }
});

test("the state of now is asked for at each look", async () => {
  const metrics = new Metrics(sources);
  await metrics.text();
  const all = await figures(metrics);
  expect(all.get('spikefed_participants{state="ready"}')).toBe(2);
  expect(all.get('spikefed_participants{state="training"}')).toBe(0);
  expect(all.get('spikefed_connections{role="none"}')).toBe(1);
  expect(all.get('spikefed_phase{phase="training"}')).toBe(1);
  expect(all.get('spikefed_phase{phase="lobby"}')).toBe(0);
  expect(all.get("spikefed_received_bytes_total")).toBe(7);
  expect(all.get("spikefed_sent_bytes_total")).toBe(9);
  expect([all.get("spikefed_disk_paused"), all.get("spikefed_stopping")]).toEqual([0, 1]);
  expect(all.get('spikefed_event_loop_delay_seconds{quantile="0.99"}')).toBe(0.003);
  expect(all.get("process_resident_memory_bytes")).toBeGreaterThan(1e6);
});

test("a thousand rounds, volunteers and refusals add no series", async () => {
  const metrics = new Metrics(sources);
  const burst = (from: number, to: number) => {
    for (let round = from; round < to; round++) {
      const facts = { round, client: round, updateId: `id${round}`, bytes: 1, fact: `f${round}` };
      const types = ["joined", "round-opened", "update-accepted", "update-refused", "left"];
      metrics.note(types.map((type) => event({ type, ...facts, why: "said" })));
      metrics.refuse("update/late");
    }
  };
  burst(0, 10);
  const before = (await figures(metrics)).size;
  burst(10, 1_000);
  expect((await figures(metrics)).size).toBe(before);
  expect((await figures(metrics)).get('spikefed_refusals_total{code="update/late"}')).toBe(1_000);
});

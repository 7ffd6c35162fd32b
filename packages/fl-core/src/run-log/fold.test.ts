import type { LogBody } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { apply, replay } from "./fold.ts";
import { goldenLog, hashes } from "./testing/golden-log.ts";
import { emptyView } from "./view.ts";

test("the golden log gives the golden view", () => {
  const view = replay(goldenLog);
  expect(view).toMatchObject({
    runId: "run-golden",
    dataset: { name: "CIFAR-10", classes: ["airplane", "automobile"] },
    parameters: 1234,
    phase: "done",
    pause: null,
    round: 2,
    modelHash: hashes.second,
    version: 2,
    best: { round: 1, modelHash: hashes.first, accuracy: 0.312 },
    startedMs: 5000,
    endedMs: 33_000,
    next: 33,
  });
  expect(view.rounds).toEqual([
    {
      round: 1,
      record: null,
      cohort: [1, 2],
      stragglers: [],
      reported: [1, 2],
      refused: 1,
      goal: 2,
      openedMs: 12_000,
      closedWhy: "all-reported",
      closedMs: 17_000,
      deadlineMs: 134_000,
      samples: 300,
      bytes: 2000,
      trainLoss: (100 * 2 + 200 * 1) / 300,
      trainAccuracy: (100 * 0.2 + 200 * 0.1) / 300,
      accuracy: 0.312,
      loss: 1.9,
      testSamples: 1000,
      ...{ validation: null, deviations: null },
      modelHash: hashes.first,
      rolledBack: false,
      repeats: 1,
    },
    {
      round: 2,
      cohort: [1, 3],
      stragglers: [],
      reported: [3],
      refused: 0,
      goal: 2,
      openedMs: 24_000,
      closedWhy: "host",
      closedMs: 27_000,
      deadlineMs: 144_000,
      samples: 300,
      bytes: 1000,
      trainLoss: null,
      trainAccuracy: null,
      accuracy: null,
      loss: null,
      testSamples: null,
      record: null,
      ...{ validation: null, deviations: null },
      modelHash: hashes.second,
      rolledBack: false,
      repeats: 0,
    },
  ]);
});

test("what later versions measure is in the round; a log of before has null", () => {
  const told = goldenLog.map((event) => {
    if (event.type === "aggregated") return { ...event, deviations: [1.5, 2] };
    const validation = { correct: 30, samples: 40, loss: 1.25 };
    return event.type === "evaluated" ? { ...event, validation } : event;
  });
  const [round] = replay(told).rounds;
  expect(round!.deviations).toEqual([1.5, 2]);
  expect(round!.validation).toEqual({ accuracy: 0.75, loss: 1.25, samples: 40 });
  expect(round!.accuracy).toBe(0.312);
});

test("a round's means weigh each update with the pictures behind it, not with its client's", () => {
  const told = goldenLog.map((event) =>
    event.type === "update-accepted" && event.client === 2 ? { ...event, samples: 300 } : event,
  );
  const [round] = replay(told).rounds;
  expect(round!.trainLoss).toBeCloseTo((100 * 2 + 300 * 1) / 400, 12);
});

test("the golden view knows each volunteer", () => {
  const { clients } = replay(goldenLog);
  expect([...clients.values()]).toEqual([
    {
      ...{ client: 1, device: "cpu", shard: 0, samples: 100, robot: null, here: true, helped: 1 },
      history: [{ round: 1, samples: 100, loss: 2, accuracy: 0.2 }],
    },
    {
      ...{ client: 2, device: "cpu", shard: 1, samples: 200, robot: null, here: false, helped: 1 },
      history: [{ round: 1, samples: 200, loss: 1, accuracy: 0.1 }],
    },
    {
      ...{ client: 3, device: "cpu", shard: 2, samples: 300, robot: null, here: false, helped: 1 },
      history: [{ round: 2, samples: 300, loss: null, accuracy: null }],
    },
  ]);
});

test("a robot is known by what it does", () => {
  const told = goldenLog.map((event) =>
    event.type === "joined" && event.client > 1
      ? { ...event, robot: event.client === 2 ? ("honest" as const) : ("noise" as const) }
      : event,
  );
  const robots = [...replay(told).clients.values()].map(({ robot }) => robot);
  expect(robots).toEqual([null, "honest", "noise"]);
});

test("the phase follows the log, event by event", () => {
  const phases: string[] = [];
  let view = emptyView;
  for (const event of goldenLog) {
    view = apply(view, event);
    if (view.phase !== phases.at(-1)) phases.push(view.phase);
  }
  const firstRound = ["lobby", "selecting", "training", "aggregating", "selecting", "training"];
  const pauseInRound = ["paused", "training", "aggregating", "evaluating", "selecting"];
  const secondRound = ["training", "selecting", "training", "aggregating", "paused", "aggregating"];
  const ending = ["evaluating", "selecting", "done"];
  expect(phases).toEqual([...firstRound, ...pauseInRound, ...secondRound, ...ending]);
});

test("a view is never changed, and events that it has already change nothing", () => {
  const views = [emptyView];
  const copies = [structuredClone(emptyView)];
  for (const event of goldenLog) {
    views.push(apply(views.at(-1)!, event));
    copies.push(structuredClone(views.at(-1)!));
  }
  expect(views).toEqual(copies);
  const last = views.at(-1)!;
  expect(goldenLog.reduce(apply, last)).toBe(last);
});

test("a whole log gives the view that its events give one by one", () => {
  const updates = [1, 2, 3].map((client) => ({
    ...({ type: "update-accepted", round: 3, client, updateId: `u${client}` } as const),
    ...{ samples: 100 * client },
    ...{ sha256: "a".repeat(64), bytes: 7, loss: client, accuracy: 0.1 * client, seconds: 1 },
    spikeRates: [],
  }));
  const bodies: LogBody[] = [
    ...goldenLog.slice(0, -1),
    { type: "round-opened", round: 3, cohort: [1, 2, 3], modelHash: "m", deadlineMs: 9 },
    updates[0]!,
    { type: "left", client: 2, why: "lost" },
    ...updates.slice(1),
  ];
  const log = bodies.map((body, seq) => ({ ...body, seq, atMs: seq }));
  for (let end = 0; end <= log.length; end++) {
    const part = log.slice(0, end);
    expect(replay(part)).toEqual(part.reduce(apply, emptyView));
  }
  expect(replay(log).rounds[2]!.trainLoss).toBeCloseTo((100 + 2 * 200 + 3 * 300) / 600, 12);
  expect(emptyView.clients.size).toBe(0);
});

test("a new run starts an empty view", () => {
  const other = { ...goldenLog[0]!, runId: "run-other" } as (typeof goldenLog)[0];
  const view = apply(replay(goldenLog), other);
  expect(view).toMatchObject({ runId: "run-other", phase: "lobby", rounds: [], next: 1 });
  expect(view.clients.size).toBe(0);
});

test("stragglers of the last attempt are known, and a round that was not judged has no accuracy", () => {
  const log = goldenLog.slice(0, 5);
  let view = replay(log);
  const add = (body: LogBody) => {
    view = apply(view, { ...body, seq: view.next, atMs: 1000 * view.next });
    return view.rounds.at(-1);
  };
  const opened = {
    type: "round-opened",
    round: 1,
    modelHash: hashes.initial,
    deadlineMs: 1,
  } as const;
  expect(add({ ...opened, cohort: [1], stragglers: [2, 3] })?.stragglers).toEqual([2, 3]);
  expect(add({ ...opened, cohort: [1, 2], stragglers: [3] })?.stragglers).toEqual([3]);
  add({ type: "round-closed", round: 1, why: "all-reported", reported: [1, 2], missing: [] });
  add({
    ...{ type: "aggregated", round: 1, clients: [1, 2], samples: 300 },
    ...{ modelHash: hashes.first, version: 1 },
  });
  expect(view.phase).toBe("evaluating");
  expect(add({ type: "evaluation-skipped", round: 1 })).toMatchObject({
    ...{ accuracy: null, loss: null, testSamples: null, modelHash: hashes.first, record: null },
  });
  expect(view.phase).toBe("selecting");
});

test("a round knows its record and the one that the log named before", () => {
  const named = goldenLog.map((event) => {
    if (event.type === "aggregated") return { ...event, record: `round ${event.round}` };
    return event.type === "evaluated" ? { ...event, record: "judged" } : event;
  });
  const { rounds, recordHead } = replay(named);
  expect(rounds.map(({ record }) => record)).toEqual([
    { hash: "round 1", previous: null },
    { hash: "round 2", previous: "judged" },
  ]);
  expect(recordHead).toBe("round 2");
});

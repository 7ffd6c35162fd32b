import {
  defaultSettings,
  type LiveSettings,
  type LogBody,
  type LogEvent,
} from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { attack, emptyLog, madeUpExtras, madeUpLog } from "../testing/made-up-run.ts";
import { reportData } from "./report-data.ts";
import { newestFigures } from "./round-figures.ts";

const data = reportData(madeUpLog(), madeUpExtras);
const stamped = (bodies: LogBody[]): LogEvent[] =>
  bodies.map((body, seq) => ({ ...body, seq, atMs: 1000 * seq }));
const opening = (settings = {}): LogBody => {
  const opened = madeUpLog()[0] as Extract<LogEvent, { type: "run-opened" }>;
  return { ...opened, settings: { ...defaultSettings, ...settings } };
};

test("a report's data survives JSON unchanged", () => {
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  const nothing = reportData(emptyLog());
  expect(JSON.parse(JSON.stringify(nothing))).toEqual(nothing);
});

test("a log without its opening is refused", () => {
  expect(() => reportData([])).toThrow(expect.objectContaining({ code: "store/corrupt" }));
  expect(() => reportData(madeUpLog().slice(1))).toThrow("does not begin with run-opened");
});

describe("a round", () => {
  test("that was repeated adds its attempts up", () => {
    // Six clients, one a straggler, one lost; the second attempt invites the lost one again.
    expect(data.rounds[1]).toMatchObject({
      ...{ round: 2, invited: [1, 2, 4, 5, 6], stragglers: [3], repeats: 1 },
      ...{ arrived: [1, 2, 4, 6], averaged: [1, 2, 4, 6], refused: [], failed: [] },
      ...{ bytesUp: 4 * 1_500_000, bytesDown: (5 + 1) * 2_000_000, isDownCounted: false },
      // Opening, four updates, closing, repeat, opening, closing: eight seconds from end to end.
      ...{ seconds: 8, deviceSeconds: 8 },
    });
  });

  test("has the model's figures as the log has them", () => {
    const [first] = data.rounds;
    expect(first).toMatchObject({ judging: "measured", correct: 100, testSamples: 1000 });
    expect(first).toMatchObject({ accuracy: 0.1, loss: 2.3, trainLoss: 2.2, repeats: 0 });
  });

  test("whose judging failed has no figure, and says that it was tried", () => {
    expect(data.rounds[2]).toMatchObject({ judging: "failed", accuracy: null, correct: null });
  });

  test("names who was refused and who failed", () => {
    expect(data.rounds[3]!.refused).toEqual([1]);
    expect(data.rounds[4]!.failed).toEqual([2]);
  });

  test("takes bytes down as counted where they were", () => {
    const counted = reportData(madeUpLog(), { bytesDown: [{ round: 1, bytes: 7 }] });
    expect(counted.rounds[0]).toMatchObject({ bytesDown: 7, isDownCounted: true });
    expect(counted.rounds[1]).toMatchObject({ isDownCounted: false });
  });
});

describe("a round of one update", () => {
  const update = (client: number, samples: number, rates: number[]): LogBody => ({
    ...{ type: "update-accepted", round: 1, client, updateId: `${client}`, sha256: "" },
    ...{ samples, bytes: 1, loss: null, accuracy: null, seconds: 1, spikeRates: rates },
  });
  const opened: LogBody = {
    ...{ type: "round-opened", round: 1, cohort: [1, 2], modelHash: "", deadlineMs: 0 },
  };
  const averaged: LogBody = {
    ...{ type: "aggregated", round: 1, clients: [1], samples: 1, modelHash: "m", version: 1 },
  };
  const roundOf = (...bodies: LogBody[]) =>
    reportData(stamped([opening({ preset: "s4" }), opened, ...bodies])).rounds[0]!;

  test("spike rates are means by pictures; a list of another model's length is none", () => {
    const mixed = roundOf(update(1, 100, [0.1, 0.2, 0.3]), update(2, 300, [0.5, 0.2, 0.1]));
    expect(mixed.spikeRates![0]).toBeCloseTo(0.4, 12);
    expect(mixed.spikeRates![2]).toBeCloseTo(0.15, 12);
    expect(roundOf(update(1, 100, [0.1])).spikeRates).toBeNull();
  });

  test("not judged on purpose is another thing than a log that ends", () => {
    const skipped = { type: "evaluation-skipped", round: 1 } as LogBody;
    expect(roundOf(averaged, skipped).judging).toBe("skipped");
    expect(roundOf(averaged).judging).toBe("open");
    expect(roundOf()).toMatchObject({ judging: "open", seconds: null, deviceSeconds: null });
  });
});

test("clients keep their numbers, and have the names that persons gave", () => {
  expect(data.clients.map(({ name }) => name).slice(0, 4)).toEqual([
    ...[attack, `" onmouseover="alert(1)`, "שועל שקט", "Volunteer 4"],
  ]);
  const [first] = data.clients;
  // Straggler in round 6, lost in round 4.
  expect(first).toMatchObject({ client: 1, device: "gpu", shard: 0, samples: 100, helped: 6 });
});

test("incidents are sentences in order, names kept apart from them", () => {
  const told = data.incidents.filter(({ round }) => round === 2 || round === 3);
  expect(told.map(({ sentence }) => sentence)).toEqual([
    "Round 2 closed with 4 of 5: time was up.",
    "Round 2 is repeated: 4 updates arrived, 5 needed. What arrived is kept.",
    "Round 2 closed with 4 of 5: time was up.",
    "Round 3 closed with 4 of 5: time was up.",
    "Accuracy after round 3 was not measured: the worker died.",
  ]);
  const refused = data.incidents.find(({ sentence }) => sentence.includes("not counted"));
  expect(refused?.sentence).toContain(`\u2068${attack}\u2069`);
  expect(data.incidents.some(({ sentence }) => sentence.includes("is back"))).toBe(false);
});

describe("firing and energy", () => {
  test("held-out rates come before those of training, and feed the energy", () => {
    const { layers, energyFrom, energy } = data.firing;
    expect(energyFrom).toBe("held-out");
    expect(layers.map(({ name }) => name)).toEqual([
      "conv 1",
      "conv 2",
      "conv 3",
      "conv 4",
      "fc 1",
    ]);
    expect(layers[1]!.heldOut).toBeCloseTo(0.1, 12);
    expect(energy.layers[2]!.rate).toBeCloseTo(0.1, 12);
    // By pictures of those who sent: each sends the same rates.
    expect(layers[0]!.first).toBeCloseTo(0.201, 12);
    expect(layers[0]!.last).toBeCloseTo(0.208, 12);
  });

  test("without them the last round's, without any none", () => {
    const trained = reportData(madeUpLog()).firing;
    expect(trained).toMatchObject({ energyFrom: "training", trainedRounds: { first: 1, last: 8 } });
    expect(trained.energy.layers[1]!.rate).toBeCloseTo(0.208, 12);
    const none = reportData(emptyLog()).firing;
    expect(none).toMatchObject({ energyFrom: null, trainedRounds: null });
    expect(none.energy.totals[0]).toMatchObject({ snnPj: null, ratio: null });
  });

  test("the ANN twin has no spiking layer", () => {
    const ann = reportData(stamped([opening({ network: "ann" })])).firing;
    expect(ann).toMatchObject({ layers: [], timesteps: 1, energyFrom: null });
  });
});

test("the run's accuracy is that of the newest model that was not taken back", () => {
  const end = { type: "run-ended", why: "rounds" } as const;
  const back: LogBody = {
    ...{ type: "rolled-back", round: 8, since: 7, modelHash: "1".repeat(64), version: 6 },
    ...{ accuracy: 0.5, before: 0.6 },
  };
  const { rounds } = reportData(stamped([...madeUpLog().slice(0, -1), back, end]));
  expect(rounds.map(({ rolledBack }) => rolledBack).slice(-3)).toEqual([false, true, true]);
  expect(newestFigures(rounds)?.round).toBe(6);
});

test("of what the host changed only what harms is an incident", () => {
  const log = madeUpLog();
  const all: LiveSettings[] = [
    ...[{ stepMode: true }, { stepMode: false }, { participants: 3 }],
    ...[{ gradientNoise: 0.2 }, { gradientNoise: 0 }, { stragglerProbability: 0.25 }],
  ];
  const more = all.map((changes, i): LogEvent => ({
    ...{ type: "settings-changed", round: 4, changes, seq: log.length + i, atMs: 1 },
  }));
  const told = reportData([...log, ...more]).incidents.filter(({ seq }) => seq >= log.length);
  expect(told.map(({ seq }) => seq - log.length)).toEqual([3, 5]);
});

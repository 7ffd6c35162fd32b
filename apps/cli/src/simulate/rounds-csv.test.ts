import type { RoundSummary } from "@spikefed/fl-core";
import { expect, test } from "vitest";

import { roundsCsv } from "./rounds-csv.ts";

const round: RoundSummary = {
  ...{ round: 1, cohort: [1, 2, 3], stragglers: [4], reported: [1, 2], refused: 0 },
  ...{ openedMs: 1000, closedMs: 3500, deadlineMs: 9000, samples: 64, bytes: 2048 },
  ...{ trainLoss: 1.23456789, trainAccuracy: 0.123456, accuracy: 0.5, loss: 2 },
  ...{ testSamples: 20, validation: null, deviations: [2.5, 1, 4], modelHash: "ab12" },
  ...{ repeats: 1, rolledBack: true, goal: 3, closedWhy: "deadline", record: null },
};
const header =
  "round,accuracy,loss,validation_accuracy,validation_loss,train_accuracy,train_loss," +
  "participants,stragglers,samples,bytes_up,bytes_down,seconds," +
  "deviation_mean,deviation_min,deviation_max,repeats,rolled_back,model_sha256";

test("a row is a round that was averaged, accuracies in percent", () => {
  expect(roundsCsv([round], ({ cohort }) => 100 * cohort.length)).toBe(
    `${header}\n1,50,2,,,12.346,1.234568,2,1,64,2048,300,2.5,2.5,1,4,1,1,ab12\n`,
  );
});

test("what was not measured is an empty cell, not a zero", () => {
  const missing = { loss: null, trainLoss: null, trainAccuracy: null, deviations: null };
  const csv = roundsCsv([{ ...round, ...missing, closedMs: null, accuracy: 0 }], () => 0);
  expect(csv.split("\n")[1]).toBe("1,0,,,,,,2,1,64,2048,0,,,,,1,1,ab12");
});

test("the validation part has columns of its own", () => {
  const validation = { accuracy: 0.123456, loss: 2.5, samples: 81 };
  const csv = roundsCsv([{ ...round, validation }], () => 0);
  expect(csv.split("\n")[1]!.split(",").slice(0, 5)).toEqual(["1", "50", "2", "12.346", "2.5"]);
});

test("a round that is open has no row yet", () => {
  expect(roundsCsv([{ ...round, modelHash: null }], () => 0)).toBe(`${header}\n`);
});

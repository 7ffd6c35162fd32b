import { expect, test } from "vitest";

import { renderReport } from "../render-report.ts";
import { madeUpLog } from "../testing/made-up-run.ts";
import { readHtml } from "../testing/read-html.ts";
import { reportData } from "./report-data.ts";
import type { RoundFigures } from "./round-figures.ts";
import { roundsCsv } from "./rounds-csv.ts";

const round: RoundFigures = {
  ...{ round: 1, invited: [1, 2, 3], stragglers: [4], averaged: [1, 2], arrived: [1, 2] },
  ...{ refused: [], failed: [], updates: 2, repeats: 1, samples: 64, seconds: 2.5 },
  ...{ deviceSeconds: 1.23456, bytesUp: 2048, bytesDown: 300, isDownCounted: true },
  ...{ trainLoss: 1.23456789, trainAccuracy: 0.123456, judging: "measured", correct: 10 },
  ...{ testSamples: 20, accuracy: 0.5, loss: 2, validation: null, rolledBack: true },
  ...{ modelHash: "ab12", spikeRates: null },
  deviations: [2.5, 1, 4].map((value, i) => ({ client: i + 1, value })),
};
const header =
  "round,accuracy,loss,validation_accuracy,validation_loss,train_accuracy,train_loss," +
  "participants,stragglers,samples,bytes_up,bytes_down,seconds," +
  "deviation_mean,deviation_min,deviation_max,repeats,rolled_back,model_sha256," +
  "invited,arrived,device_seconds,correct,test_samples";

test("a row is a round that was averaged, accuracies in percent", () => {
  expect(roundsCsv([round])).toBe(
    `${header}\n1,50,2,,,12.346,1.234568,2,1,64,2048,300,2.5,2.5,1,4,1,1,ab12,3,2,1.235,10,20\n`,
  );
});

test("what was not measured is an empty cell, not a zero", () => {
  const judged = { loss: null, correct: null, testSamples: null, accuracy: 0 };
  const trained = { trainLoss: null, trainAccuracy: null, deviations: null, deviceSeconds: null };
  const csv = roundsCsv([{ ...round, ...judged, ...trained, seconds: null, bytesDown: 0 }]);
  expect(csv.split("\n")[1]).toBe("1,0,,,,,,2,1,64,2048,0,,,,,1,1,ab12,3,2,,,");
});

test("the validation part has columns of its own", () => {
  const validation = { accuracy: 0.123456, loss: 2.5, samples: 81 };
  const csv = roundsCsv([{ ...round, validation }]);
  expect(csv.split("\n")[1]!.split(",").slice(0, 5)).toEqual(["1", "50", "2", "12.346", "2.5"]);
});

test("a round that is open has no row yet", () => {
  expect(roundsCsv([{ ...round, modelHash: null }])).toBe(`${header}\n`);
});

test("the file that a report offers is this table of its rounds", () => {
  const data = reportData(madeUpLog());
  const link = readHtml(renderReport(data)).find(
    ({ attributes }) => attributes.get("download") === "spikefed-run-made-up-rounds.csv",
  );
  const text = atob(link!.attributes.get("href")!.split("base64,")[1]!);
  expect(text).toBe(roundsCsv(data.rounds));
  const rows = text.trimEnd().split("\n");
  expect(rows).toHaveLength(9);
  const cells = rows.map((row) => row.split(","));
  const column = (name: string) => cells.map((row) => row[cells[0]!.indexOf(name)]);
  expect(column("accuracy")).toEqual(["accuracy", "10", "15.7", "", ...rest]);
  expect(column("participants").at(-1)).toBe("4");
});

/** Of rounds 4 to 8: from 10 % to 50 % in even steps, of 1000 pictures. */
const rest = ["27.1", "32.9", "38.6", "44.3", "50"];

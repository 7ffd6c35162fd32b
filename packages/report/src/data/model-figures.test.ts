import { expect, test } from "vitest";

import { renderReport } from "../render-report.ts";
import { madeUpExtras, madeUpLog } from "../testing/made-up-run.ts";
import { figureExtras } from "./model-figures.ts";
import { reportData } from "./report-data.ts";

const hashOf = (round: number) => String(round).repeat(64);
const log = madeUpLog().map((event) =>
  event.type === "aggregated" ? { ...event, modelHash: hashOf(event.round) } : event,
);
const { confusion, spikeRates } = madeUpExtras;
const measured = { confusion: confusion!, spikeRates: spikeRates!, inputRate: null };
const extras = (round: number) => figureExtras({ ...measured, modelHash: hashOf(round) }, log);

test("figures of the last model are its, those of an earlier one tell their round", () => {
  const confusions = (round: number) => [{ round, counts: confusion }];
  const [last, earlier] = [extras(8), extras(5)];
  expect(last).toEqual({ ...measured, confusions: confusions(8), figuresRound: null });
  expect(earlier).toEqual({ ...measured, confusions: confusions(5), figuresRound: 5 });
  const page = renderReport(reportData(log, extras(5)));
  expect(page).toContain("Answers of the model of round 5 by true class");
  expect(page).toContain("measured on 40 held-out pictures with the model of round 5");
  expect(renderReport(reportData(log, extras(8)))).toContain("with the last model");
});

test("figures of a model that the log does not know are none, and so is nothing", () => {
  expect(extras(9)).toEqual({});
  expect(figureExtras(null, log)).toEqual({});
});

test("matrices of earlier models are told by round; one of no round of the log is left out", () => {
  const earlier = [9, 3, 4].map((round) => ({ modelHash: hashOf(round), confusion: [[round]] }));
  const { confusions } = figureExtras({ ...measured, modelHash: hashOf(8), earlier }, log);
  expect(confusions!.map(({ round }) => round)).toEqual([3, 4, 8]);
  expect(confusions![0]!.counts).toEqual([[3]]);
});

import { experimentSettings, readExperiment } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { citation } from "../sections/take-away.ts";
import { madeUpLog } from "../testing/made-up-run.ts";
import { experimentOf, logText } from "./downloads.ts";
import { reportData } from "./report-data.ts";

const log = madeUpLog();
const data = reportData(log);

test("the log in the page is the log, line by line; one that is too long is left out", () => {
  const lines = logText(log)!.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(log);
  expect(logText(madeUpLog({ clients: 300, rounds: 30 }))).toBeNull();
});

test("the settings as an experiment are read again, and mean the same federation", () => {
  const experiment = experimentOf(data)!;
  expect(readExperiment(JSON.parse(JSON.stringify(experiment)))).toEqual(experiment);
  const { participants, minReports, roundSeconds, ...same } = data.settings;
  expect([participants, minReports, roundSeconds]).toEqual([null, 1, 300]); // the room's own
  expect(experimentSettings(experiment)).toMatchObject({ ...same, participants: 6 });
  const other = { ...data, dataset: { ...data.dataset, name: "my own" } };
  expect(experimentOf(other)).toBeNull();
});

test("the citation names run, time, seed, result and model", () => {
  const words = citation(data);
  for (const part of [
    "run-made-up",
    "2023-11-14",
    "Seed 1",
    "50.0 % after round 8",
    data.modelHash,
  ])
    expect(words).toContain(part);
});

test("the citation has the time that the run began, as the page's first line, and not its opening", () => {
  const startedMs = data.openedMs + 120_000;
  expect(citation({ ...data, startedMs })).toContain(", 2023-11-14 22:15 UTC. Seed 1.");
  expect(citation({ ...data, startedMs: null })).toContain(
    ", opened 2023-11-14 22:13 UTC. Seed 1.",
  );
});

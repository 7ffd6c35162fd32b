import type { LiveSettings, LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { sentence } from "./sentence.ts";
import { goldenLog } from "./testing/golden-log.ts";

test("each event is a sentence a person can read", () => {
  expect(goldenLog.map((event) => sentence(event))).toMatchInlineSnapshot(`
    [
      "A run was set up: s5 with 1,234 parameters, 2 rounds, on CIFAR-10 (test).",
      "Volunteer 1 joined with 100 training pictures.",
      "Volunteer 2 joined with 200 training pictures.",
      "Volunteer 3 joined with 300 training pictures.",
      "The host started the run.",
      "Round 1 opened with 3 volunteers.",
      "Volunteer 1 sent the update for round 1 (20.0 % right while training).",
      "An update of Volunteer 2 for round 1 was not counted: too large.",
      "Volunteer 3 lost the connection.",
      "Round 1 closed with 1 of 3: time was up.",
      "Round 1 is repeated: 1 update arrived, 2 needed. What arrived is kept.",
      "Round 1 opened with 1 volunteer.",
      "The run is paused.",
      "Volunteer 3 is back.",
      "The run goes on.",
      "Volunteer 2 sent the update for round 1 (10.0 % right while training).",
      "Round 1 closed with 2 of 2: nobody is left to wait for.",
      "Round 1 averaged from 2 updates (300 training pictures).",
      "Round 1: accuracy 31.2 % on 1,000 held-out pictures.",
      "Round 2 opened with 3 volunteers.",
      "Volunteer 3 sent the update for round 2.",
      "The coordinator was started again and goes on in round 2.",
      "Volunteer 1 is back.",
      "Round 2 opened with 1 volunteer.",
      "Volunteer 1 begins round 2 again: kernel norm_partial: it was lost.",
      "Volunteer 1 could not finish round 2: the graphics chip restarted.",
      "Round 2 closed with 1 of 2: the host went on.",
      "Round 2 could not be averaged: no space left on the disk. The updates are kept.",
      "The run is paused.",
      "The run goes on.",
      "Round 2 averaged from 1 update (300 training pictures).",
      "Accuracy after round 2 was not measured: the worker died.",
      "All rounds are done.",
    ]
  `);
});

test("a network without spikes is called a twin", () => {
  const [opened] = goldenLog;
  if (opened?.type !== "run-opened") throw new Error("no opening");
  const settings = { ...opened.settings, network: "ann" } as const;
  expect(sentence({ ...opened, settings })).toContain("A run was set up: ANN twin of s5 with");
});

test("volunteers can be called by their names", () => {
  expect(sentence(goldenLog[1]!, () => "Quiet Fox")).toBe(
    "Quiet Fox joined with 100 training pictures.",
  );
});

test("stragglers and a round without a measurement are told", () => {
  const opened: LogEvent = {
    ...({ type: "round-opened", round: 3, cohort: [1, 4], stragglers: [2] } as const),
    ...{ modelHash: "a".repeat(64), deadlineMs: 2, seq: 9, atMs: 1 },
  };
  expect(sentence(opened)).toBe(
    "Round 3 opened with 2 volunteers; 1 more dropped out as stragglers.",
  );
  expect(sentence({ ...opened, work: [{ client: 4, samples: 96 }] })).toBe(
    "Round 3 opened with 2 volunteers; 1 more dropped out as stragglers. Fewer pictures for 1, to be in time.",
  );
  expect(sentence({ type: "evaluation-skipped", round: 3, seq: 9, atMs: 1 })).toBe(
    "Round 3 goes without a measurement, as set.",
  );
});

test.each<[LiveSettings, string]>([
  [{ stepMode: true, gradientNoise: 0.2 }, "“Wait for me” between rounds, gradient noise 0.2."],
  [{ stepMode: false }, "“Go on by itself” between rounds."],
  [{ participants: 12 }, "12 volunteers take part at a time."],
  [{ participants: 1 }, "1 volunteer takes part at a time."],
  [{ participants: null }, "everybody present takes part."],
  [
    { stragglerProbability: 0.25 },
    "each of the chosen drops out with a chance of 25.0 % (never the first, nor others that must report).",
  ],
])("what the host changed is told: %j", (changes, words) => {
  const event: LogEvent = { type: "settings-changed", round: 4, changes, seq: 9, atMs: 1 };
  expect(sentence(event)).toBe(`The host changed the run, from round 4 on: ${words}`);
});

test("a validation part is told beside the held-out pictures", () => {
  const evaluated = goldenLog.find(({ type }) => type === "evaluated")!;
  const validation = { correct: 30, samples: 40, loss: 1.25 };
  expect(sentence({ ...evaluated, validation } as LogEvent)).toBe(
    "Round 1: accuracy 31.2 % on 1,000 held-out pictures, 75.0 % on 40 validation pictures.",
  );
});

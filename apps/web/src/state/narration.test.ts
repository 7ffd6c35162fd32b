import { emptyView, type RoundSummary, type RunView } from "@spikefed/fl-core";
import { defaultSettings } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";
import { documentTitle, narration, progressWords } from "./narration.ts";
import { roundFacts } from "./testing/facts.ts";

const round = (number: number, accuracy: number | null, more: Partial<RoundSummary> = {}) =>
  roundFacts(number, { accuracy, modelHash: "ab", ...more });

const view = (rounds: RoundSummary[], more: Partial<RunView> = {}): RunView => ({
  ...emptyView,
  phase: "selecting",
  round: rounds.at(-1)?.round ?? 0,
  rounds,
  ...more,
});

describe("what the projector says", () => {
  test("in step mode the wall says that the next round comes soon", () => {
    const settings = { ...defaultSettings, stepMode: true };
    const rounds = [roundFacts(1, { accuracy: 0.18, modelHash: "a" })];
    const view = { ...emptyView, phase: "selecting" as const, round: 1, rounds, settings };
    expect(narration(view)).toBe(
      "The first average gets 18.0\u00a0% of new pictures right. Next round soon.",
    );
    const changes = [{ round: 2, changes: { stepMode: false } }];
    expect(narration({ ...view, changes })).toBe(
      "The first average gets 18.0\u00a0% of new pictures right.",
    );
  });

  test("a round that is taken back says so, and is no measure for the next", () => {
    const rounds = [
      roundFacts(1, { accuracy: 0.5, modelHash: "a" }),
      roundFacts(2, { accuracy: 0.2, modelHash: "b", rolledBack: true }),
    ];
    const view = { ...emptyView, phase: "selecting" as const, rounds };
    expect(narration(view)).toBe(
      "Accuracy fell from 50.0\u00a0% to 20.0\u00a0%. That is too far: this round is taken back.",
    );
    const after = [...rounds, roundFacts(3, { accuracy: 0.6, modelHash: "c" })];
    expect(narration({ ...view, rounds: after })).toBe(
      "Accuracy rose from 50.0\u00a0% to 60.0\u00a0%.",
    );
  });

  test("tells good and bad news alike", () => {
    expect(narration(view([round(1, 0.184), round(2, 0.279)]))).toBe(
      "Accuracy rose from 18.4\u00a0% to 27.9\u00a0%.",
    );
    expect(narration(view([round(1, 0.31), round(2, 0.28)]))).toBe(
      "Accuracy fell from 31.0\u00a0% to 28.0\u00a0%.",
    );
  });

  test("compares with the last round that was measured", () => {
    const rounds = [round(1, 0.2), round(2, null), round(3, 0.3)];
    expect(narration(view(rounds))).toBe("Accuracy rose from 20.0\u00a0% to 30.0\u00a0%.");
    expect(narration(view(rounds.slice(0, 2)))).toMatch(/was not measured/);
  });

  test("says that devices were missing, never which", () => {
    expect(narration(view([round(1, 0.2, { reported: [1, 2] })]))).toBe(
      "The first average gets 20.0\u00a0% of new pictures right. The round closed without 1 device.",
    );
  });

  test("a repeated round is explained", () => {
    expect(narration(view([round(1, 0.2), round(2, null, { modelHash: null })]))).toBe(
      "Too few updates came for round 2; it opens again.",
    );
  });

  test("while a round is open, the result of the one before stays", () => {
    const open = round(3, null, { closedMs: null, reported: [] });
    expect(narration(view([round(1, 0.1), round(2, 0.2), open], { phase: "training" }))).toBe(
      "Accuracy rose from 10.0\u00a0% to 20.0\u00a0%.",
    );
  });

  test("ends with the figure and with guessing", () => {
    expect(narration(view([round(1, 0.487)], { phase: "done" }))).toBe(
      "The run is over: 48.7\u00a0%. Guessing would give 10\u00a0%.",
    );
  });
});

test("progress is counted while a round is open", () => {
  const open = round(1, null, { closedMs: null, reported: [1] });
  expect(progressWords(view([open], { phase: "training" }))).toBe("Training: 1 of 3 have sent");
  expect(progressWords(view([], { phase: "lobby" }))).toBe("Not started");
});

test("the title carries the state", () => {
  expect(documentTitle(null, "Join")).toBe("Join - spikefed");
  expect(documentTitle(view([round(3, 0.312)]), "Volunteer")).toBe(
    "31\u00a0% - round 3 - spikefed",
  );
  expect(documentTitle(view([round(3, null)]), "Volunteer")).toBe("round 3 - spikefed");
});

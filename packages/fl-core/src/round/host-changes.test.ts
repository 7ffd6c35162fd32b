// What the host changes while a run is on: drops for a round, step mode, chances of dropping out.

import { defaultSettings, type LogBody, type LogEvent } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { nextToOpen } from "./adjust.ts";
import { droppableRound } from "./drop.ts";
import { restoreRound } from "./restore.ts";
import { savedRound } from "./saved-round.ts";
import { changeable } from "./testing/changeable.ts";
import { aggregated, evaluated, failed, join, leave, openRoom, update } from "./testing/script.ts";

const drop = (...clients: number[]) => ({ type: "drop", clients }) as const;

describe("clients that the host has sit a round out", () => {
  test("are told to stop, and the open round closes without them", () => {
    const script = openRoom([1, 2, 3]).play(drop(2, 3));
    expect(script.seen("cancel")).toEqual([
      { type: "cancel", round: 1, clients: [2, 3], why: "dropped" },
    ]);
    script.play(update(1, 1));
    expect(script.seen("close")).toMatchObject([{ reported: [1], missing: [2, 3] }]);
  });

  test("cannot send any more in that round, but what they have sent is averaged", () => {
    const script = openRoom([1, 2, 3]).play(update(1, 1), drop(1, 2), update(2, 1));
    expect(script.seen("refuse")).toMatchObject([{ client: 2, code: "update/not-invited" }]);
    script.play(update(3, 1));
    expect(script.seen("aggregate")[0]?.updates.map(({ client }) => client)).toEqual([1, 3]);
  });

  test("are invited to the next round", () => {
    const script = openRoom([1, 2, 3]).play(drop(2), update(1, 1), update(3, 1));
    script.play(aggregated(1), evaluated(1));
    expect(script.seen("invite")[0]?.cohort).toEqual([1, 2, 3]);
  });

  test("are not expected again when they reconnect meanwhile", () => {
    const script = openRoom([1, 2, 3]).play(drop(2), leave(2), join(2));
    expect(script.seen("invite")).toEqual([]);
  });

  test("while none is open sit out the next one, and a closed round is not changed", () => {
    const script = openRoom([1, 2, 3]).play(update(1, 1), update(2, 1), update(3, 1));
    expect(droppableRound(script.state)).toBe(2);
    script.play(drop(1), aggregated(1), evaluated(1));
    expect(script.seen("invite")[0]).toMatchObject({ round: 2, cohort: [2, 3] });
  });

  test("are asked all the same when the round cannot be averaged without them", () => {
    const script = openRoom([1, 2], { minReports: 2 }).play(drop(2), update(1, 1));
    expect(script.seen("repeat")).toMatchObject([{ reported: 1, needed: 2 }]);
    script.play(1000, 1000);
    expect(script.state.phase).toBe("training");
    expect([...script.state.cohort]).toEqual([2]);
    script.play(update(2, 1));
    expect(script.seen("aggregate")[0]?.updates).toHaveLength(2);
  });

  test("in a pause are not invited when it ends", () => {
    const script = openRoom([1, 2, 3]).play("pause", drop(2));
    expect(script.effects.map(({ type }) => type)).toEqual(["cancel", "say"]); // those of the pause
    script.play("resume");
    expect(script.seen("invite")[0]?.cohort).toEqual([1, 3]);
  });
});

describe("step mode that is switched during a run", () => {
  test("waits after the average of the round that is open, and next goes on", () => {
    const { script, send, adjust } = changeable([1]);
    expect(adjust({ stepMode: true })).toEqual([]);
    send(update(1, 1));
    send(aggregated(1));
    expect(send(evaluated(1))).toEqual([]);
    expect(script.state).toMatchObject({ phase: "selecting", round: 2, stepAllowed: false });
    expect(send({ type: "next" })).toEqual(["invite"]);
  });

  test("and off again opens the round that waits, at once", () => {
    const { script, send, adjust } = changeable([1], { stepMode: true });
    send(update(1, 1));
    send(aggregated(1));
    send(evaluated(1));
    expect(script.state.phase).toBe("selecting");
    expect(adjust({ stepMode: false })).toEqual(["invite"]);
  });

  test("holds for the round after the one that is open, also when that one is repeated", () => {
    const { script, send, adjust, changes } = changeable([1, 2], { minReports: 2 });
    adjust({ stepMode: true });
    expect(changes()).toMatchObject([{ round: 2 }]);
    send(update(1, 1));
    script.nowMs += 1000;
    send({ type: "tick" });
    expect(script.state).toMatchObject({ phase: "training", attempt: 1 });
    expect(nextToOpen(script.state)).toBe(2);
  });
});

test("a change made before a round is repeated holds for the round after it", () => {
  const script = openRoom([1, 2], { minReports: 2 }).play(failed(1, 1), failed(2, 1));
  expect(script.state).toMatchObject({ phase: "selecting", round: 1, attempt: 1 });
  expect(nextToOpen(script.state)).toBe(2);
});

test("a chance of dropping out holds from the round that the change names", () => {
  const clients = Array.from({ length: 10 }, (_, i) => i + 1);
  const { script, send, adjust } = changeable(clients);
  adjust({ stragglerProbability: 0.99 });
  expect(script.state.cohort.size).toBe(10);
  for (const client of clients) send(update(client, 1));
  send(aggregated(1));
  send(evaluated(1));
  expect(script.state.round).toBe(2);
  expect(script.state.cohort.size).toBeLessThan(5);
});

describe("a stopped run, by its log", () => {
  const opened: LogBody = {
    type: "run-opened",
    runId: "run-0001",
    settings: { ...defaultSettings, rounds: 5, minReports: 1 },
    dataset: { name: "d", source: "d", procedural: true, sha256: "", classes: [] },
    model: { hash: "m0", version: 0, bytes: 1, parameters: 1 },
  };
  const open = (round: number, ...cohort: number[]): LogBody => ({
    ...{ type: "round-opened", round, cohort, modelHash: "m", deadlineMs: 0 },
  });
  const saved = (...bodies: LogBody[]) =>
    savedRound(
      [opened, { type: "run-started" } as const, ...bodies].map((body, seq): LogEvent => ({
        seq,
        atMs: seq,
        ...body,
      })),
    );
  const averaged: LogBody[] = [
    { type: "aggregated", round: 1, clients: [1], samples: 1, modelHash: "m1", version: 1 },
    { type: "evaluation-skipped", round: 1 },
  ];
  const stepMode = (round: number, on: boolean): LogBody => ({
    ...{ type: "settings-changed", round, changes: { stepMode: on } },
  });

  test("waits for the host's next as the machine did", () => {
    expect(saved(open(1, 1), ...averaged).stepAllowed).toBe(true);
    expect(saved(open(1, 1), stepMode(2, true), ...averaged).stepAllowed).toBe(false);
    expect(saved(open(1, 1), ...averaged, stepMode(2, true)).stepAllowed).toBe(false);
    expect(saved(open(1, 1), ...averaged, stepMode(3, true)).stepAllowed).toBe(true);
    const open2 = [open(1, 1), stepMode(2, true), ...averaged, open(2, 1)];
    expect(saved(...open2, stepMode(3, false)).stepAllowed).toBe(true); // round 2 opens again
    const off = saved(open(1, 1), stepMode(2, true), ...averaged, stepMode(2, false));
    expect(off.stepAllowed).toBe(true);
  });

  test("knows who sits the open round out, unless they were asked all the same", () => {
    const dropped: LogBody = { type: "dropped", round: 1, clients: [2] };
    const { state } = restoreRound(saved(open(1, 1, 2), dropped), 0);
    expect(state.dropped.get(2)).toBe(1);
    const asked = restoreRound(saved(open(1, 1, 2), dropped, open(1, 2)), 0);
    expect(asked.state.dropped.has(2)).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { modelOf } from "../round/testing/script.ts";
import { stalenessIn } from "./state.ts";
import { evaluated, openRun, type TestRun } from "./testing/open-run.ts";
import { randomRules } from "./testing/random-rules.ts";
import type { BufferEvent, BufferRules } from "./types.ts";

test("as many are at work as the rules say, and another begins for each that sends", () => {
  const run = openRun(6);
  const [a, , c] = run.working();
  expect(run.begun().map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(run.seen("open")[0]).toMatchObject({ round: 1, goal: 2, modelHash: "model-0" });
  run.send(a!);
  expect(run.working()).toHaveLength(3);
  expect(run.begun()[0]).toMatchObject({ number: 4, round: 1, base: modelOf(0) });
  expect(run.working()).not.toContain(a);
  run.send(c!);
  expect(run.state.phase).toBe("aggregating");
});

test("a full buffer makes the next model; those at work go on from the one they began with", () => {
  const run = openRun(6);
  const [a, b, c] = run.working();
  run.send(b!, a!);
  expect(run.seen("aggregate")[0]).toMatchObject({
    ...{ round: 1, base: modelOf(0), version: 1 },
    updates: [a!, b!].sort((x, y) => x - y).map((client) => ({ client })),
  });
  run.commit();
  expect(run.state).toMatchObject({ phase: "training", round: 2, model: modelOf(1) });
  const work = run.state.atWork.get(c!)!;
  expect([work.base, stalenessIn(run.state.round, work)]).toEqual([modelOf(0), 1]);
  const begun = run.begun().map(({ base }) => base.version);
  expect(new Set(begun)).toEqual(new Set([1]));
});

test("a client has one turn in a buffer; when none is left, what is there is averaged", () => {
  const run = openRun(3, { participants: 1, bufferSize: 3 });
  const turns: number[] = [];
  while (run.state.phase === "training") {
    const [client] = run.working();
    turns.push(client!);
    run.send(client!);
  }
  expect([...turns].sort()).toEqual([1, 2, 3]);
  expect(run.seen("close")[0]).toMatchObject({ why: "goal", reported: [1, 2, 3], missing: [] });
  run.commit();
  const [first] = run.working();
  run.play(run.failed(first!));
  const [second] = run.working();
  run.send(second!);
  const [third] = run.working();
  run.play(run.failed(third!));
  expect(run.seen("close")[0]).toMatchObject({ why: "all-reported", reported: [second] });
});

test("work that would be too old in the next buffer is given up, and its client begins anew", () => {
  const run = openRun(4, { maxStaleness: 1 });
  const [a, b, slow] = run.working();
  run.send(a!, b!);
  expect(run.seen("give-up")).toEqual([]);
  run.commit();
  const others = run.working().filter((client) => client !== slow);
  run.send(others[0]!, others[1]!);
  expect(run.seen("give-up").map(({ work }) => work.client)).toEqual([slow]);
  expect(run.seen("close")[0]?.missing).toEqual([slow]);
  run.send(slow!); // comes too late: nobody listens
  run.commit();
  expect(run.state.accepted).toEqual([]);
});

test("a model that fell too far is taken back, with the work begun from it or since", () => {
  const run = openRun(8, { gateDrop: 0.1, rounds: 9, participants: 4, evaluateEvery: 2 });
  const finish = (accuracy: number) => {
    const [a, b] = run.working();
    return run.send(a!, b!).commit(accuracy);
  };
  const bases = () => [...run.state.atWork.values()].map(({ base }) => base.version);
  finish(0);
  finish(0.5); // the first that is judged, of round 2
  finish(0);
  expect(bases()).toContain(3);
  finish(0.2);
  expect(run.seen("roll-back")[0]).toMatchObject({ round: 4, since: 3, accuracy: 0.2 });
  expect(run.seen("give-up").every(({ work }) => work.base.version === 3)).toBe(true);
  expect(run.seen("give-up").length).toBeGreaterThan(0);
  expect(run.state.model).toEqual(modelOf(2));
  expect(Math.max(...bases())).toBe(2);
  const [a, b] = run.working();
  run.send(a!, b!);
  expect(run.seen("aggregate")[0]).toMatchObject({ base: modelOf(2), version: 5 });
});

test("a worthless model passes without a gate, and is taken back with one", () => {
  for (const gateDrop of [null, 0.1]) {
    const run = openRun(4, { gateDrop });
    run.send(...run.working().slice(0, 2)).commit(0.5);
    run.send(...run.working().slice(0, 2)).commit(null);
    expect(run.seen("roll-back")).toHaveLength(gateDrop === null ? 0 : 1);
    expect(run.state.model.version).toBe(gateDrop === null ? 2 : 1);
  }
});

test("it is over after so many models, or when nothing gets better", () => {
  const models = (changes: Partial<BufferRules>) => {
    const run = openRun(4, changes);
    while (run.state.phase !== "done") run.send(...run.working().slice(0, 2)).commit(0.5);
    return [run.state.newest, run.seen("end")[0]?.why];
  };
  expect(models({})).toEqual([3, "rounds"]);
  expect(models({ rounds: 9, patience: 2 })).toEqual([3, "no-improvement"]);
});

test("who has failed is missing at the close, and so is who is stopped by the last one", () => {
  const run = openRun(3, { rounds: 1 });
  const [a, b, c] = run.working();
  run.play(run.failed(a!));
  run.send(b!);
  run.play({ type: "stop" });
  expect(run.seen("close")[0]).toMatchObject({
    reported: [b],
    missing: [a!, c!].sort((x, y) => x - y),
  });
});

test("who fails while a model is made has no turn in the next buffer, and is missing there", () => {
  const run = openRun(4, { rounds: 9, participants: null });
  const [a, b, c] = run.working();
  run.send(a!, b!).play(run.failed(c!)).commit();
  expect(run.working()).not.toContain(c);
  run.send(...run.working().slice(0, 2));
  expect(run.seen("close")[0]?.missing).toEqual([c]);
  run.commit();
  expect(run.state.atWork.get(c!)?.round).toBe(3);
});

describe("whatever happens", () => {
  const event = fc.oneof(
    fc.record({ do: fc.constant("update" as const), which: fc.nat(8) }),
    fc.record({ do: fc.constant("failed" as const), which: fc.nat(8) }),
    fc.record({ do: fc.constant("stranger" as const), which: fc.nat(8) }),
    fc.record({ do: fc.constant("result" as const), tenths: fc.nat(9) }),
  );
  const changes = fc.record(randomRules);
  type Move =
    { do: "update" | "failed" | "stranger"; which: number } | { do: "result"; tenths: number };

  function eventOf(run: TestRun, move: Move): BufferEvent {
    const { phase, round } = run.state;
    if (move.do === "result") {
      return phase === "aggregating"
        ? run.result("aggregated")
        : evaluated(round, move.tenths / 10);
    }
    if (move.do === "stranger") return run.update(move.which + 1);
    const working = run.working();
    const client = working[move.which % Math.max(working.length, 1)] ?? 1;
    return move.do === "update" ? run.update(client) : run.failed(client);
  }

  test("no update is averaged twice or too old, none is lost, and the same events end alike", () => {
    fc.assert(
      fc.property(changes, fc.array(event, { maxLength: 60 }), (own, moves) => {
        const run = openRun(6, { rounds: 4, ...own });
        const events: BufferEvent[] = [];
        let [counted, averaged] = [0, 0];
        for (const move of moves) {
          const before = run.state;
          const next = eventOf(run, move);
          events.push(next);
          run.play(next);
          const isCounted =
            next.type === "update" &&
            before.phase === "training" &&
            before.atWork.has(next.update.client);
          if (isCounted) {
            counted += 1;
            const work = before.atWork.get(next.update.client)!;
            expect(stalenessIn(before.round, work)).toBeLessThanOrEqual(own.maxStaleness);
          }
          for (const { updates, version } of run.seen("aggregate")) {
            const clients = updates.map(({ client }) => client);
            expect(new Set(clients).size).toBe(clients.length);
            expect(clients.length).toBeLessThanOrEqual(own.bufferSize);
            expect(version).toBe(before.newest + 1);
            averaged += clients.length;
          }
          expect(run.state.atWork.size).toBeLessThanOrEqual(own.participants ?? 6);
        }
        const waiting = run.state.phase === "training" ? run.state.accepted.length : 0;
        expect(counted).toBe(averaged + waiting);
        expect(openRun(6, { rounds: 4, ...own }).play(...events).state).toEqual(run.state);
      }),
    );
  });
});

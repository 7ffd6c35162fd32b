import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { initialBuffer, stalenessIn, stepBuffer } from "./machine.ts";
import type { BufferEffect, BufferEvent, BufferRules, BufferState } from "./types.ts";

const rules: BufferRules = {
  ...{ rounds: 3, participants: 3, sampling: "uniform", minReports: 1, seed: 7 },
  ...{ evaluateEvery: 1, patience: null, minDelta: 0, gateDrop: null },
  ...{ bufferSize: 2, maxStaleness: 10 },
};
const modelOf = (version: number) => ({ hash: `model-${version}`, version });

/** A started run of so many clients, and a way to play on. */
function openRun(clients: number, changes: Partial<BufferRules> = {}) {
  const own = { ...rules, ...changes };
  const run = {
    state: initialBuffer(modelOf(0)),
    /** Of the last `play`. */
    effects: [] as BufferEffect[],
    play: (...events: BufferEvent[]) => {
      run.effects = [];
      for (const event of events) {
        const next = stepBuffer(run.state, event, own);
        run.state = next.state;
        run.effects.push(...next.effects);
      }
      return run;
    },
    seen: <T extends BufferEffect["type"]>(type: T) =>
      run.effects.filter((one) => one.type === type) as Extract<BufferEffect, { type: T }>[],
    /** Those at work, in the order in which they began. */
    working: () => [...run.state.atWork.keys()],
    /** A model is made and judged. */
    commit: (accuracy: number | null = 0.5) =>
      run.play(
        { type: "aggregated", model: modelOf(run.state.newest + 1) },
        { type: "evaluated", accuracy },
      ),
  };
  const joins = Array.from({ length: clients }, (_, k) => {
    return { type: "join", client: k + 1, samples: 10 } as const;
  });
  return run.play(...joins, { type: "start" });
}

const update = (client: number): BufferEvent => ({
  ...{ type: "update", update: { client, updateId: `u${client}`, samples: 10 } },
});

test("as many are at work as the rules say, and another begins for each that sends", () => {
  const run = openRun(6);
  const [a, , c] = run.working();
  expect(run.seen("begin").map(({ work }) => work.number)).toEqual([1, 2, 3]);
  expect(run.seen("open")[0]).toMatchObject({ round: 1, goal: 2, modelHash: "model-0" });
  run.play(update(a!));
  expect(run.working()).toHaveLength(3);
  expect(run.seen("begin")[0]?.work).toMatchObject({ number: 4, round: 1, base: modelOf(0) });
  expect(run.working()).not.toContain(a);
  run.play(update(c!));
  expect(run.state.phase).toBe("aggregating");
});

test("a full buffer makes the next model; those at work go on from the one they began with", () => {
  const run = openRun(6);
  const [a, b, c] = run.working();
  run.play(update(b!), update(a!));
  expect(run.seen("aggregate")[0]).toMatchObject({
    ...{ round: 1, base: modelOf(0), version: 1 },
    updates: [a!, b!].sort((x, y) => x - y).map((client) => ({ client })),
  });
  run.commit();
  expect(run.state).toMatchObject({ phase: "training", round: 2, model: modelOf(1) });
  const work = run.state.atWork.get(c!)!;
  expect([work.base, stalenessIn(run.state.round, work)]).toEqual([modelOf(0), 1]);
  const begun = run.seen("begin").map(({ work }) => work.base.version);
  expect(new Set(begun)).toEqual(new Set([1]));
});

test("a client has one turn in a buffer; when none is left, what is there is averaged", () => {
  const run = openRun(3, { participants: 1, bufferSize: 3 });
  const turns: number[] = [];
  while (run.state.phase === "training") {
    const [client] = run.working();
    turns.push(client!);
    run.play(update(client!));
  }
  expect([...turns].sort()).toEqual([1, 2, 3]);
  expect(run.seen("close")[0]).toMatchObject({ why: "goal", reported: [1, 2, 3], missing: [] });
  run.commit();
  const [first] = run.working();
  run.play({ type: "failed", client: first! });
  const [second] = run.working();
  run.play(update(second!));
  const [third] = run.working();
  run.play({ type: "failed", client: third! });
  expect(run.seen("close")[0]).toMatchObject({ why: "all-reported", reported: [second] });
});

test("work that would be too old in the next buffer is given up, and its client begins anew", () => {
  const run = openRun(4, { maxStaleness: 1 });
  const [a, b, slow] = run.working();
  run.play(update(a!), update(b!));
  expect(run.seen("give-up")).toEqual([]);
  run.commit();
  const others = run.working().filter((client) => client !== slow);
  run.play(update(others[0]!), update(others[1]!));
  expect(run.seen("give-up").map(({ work }) => work.client)).toEqual([slow]);
  expect(run.seen("close")[0]?.missing).toEqual([slow]);
  run.play(update(slow!)); // comes too late: nobody listens
  run.commit();
  expect(run.state.accepted).toEqual([]);
});

test("a model that fell too far is taken back, with the work begun from it or since", () => {
  const run = openRun(8, { gateDrop: 0.1, rounds: 9, participants: 4, evaluateEvery: 2 });
  const finish = (accuracy: number) => {
    const [a, b] = run.working();
    return run.play(update(a!), update(b!)).commit(accuracy);
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
  run.play(update(a!), update(b!));
  expect(run.seen("aggregate")[0]).toMatchObject({ base: modelOf(2), version: 5 });
});

test("a worthless model passes without a gate, and is taken back with one", () => {
  for (const gateDrop of [null, 0.1]) {
    const run = openRun(4, { gateDrop });
    run.play(...run.working().slice(0, 2).map(update)).commit(0.5);
    run.play(...run.working().slice(0, 2).map(update)).commit(null);
    expect(run.seen("roll-back")).toHaveLength(gateDrop === null ? 0 : 1);
    expect(run.state.model.version).toBe(gateDrop === null ? 2 : 1);
  }
});

test("it is over after so many models, or when nothing gets better", () => {
  const models = (changes: Partial<BufferRules>) => {
    const run = openRun(4, changes);
    while (run.state.phase !== "done")
      run.play(...run.working().slice(0, 2).map(update)).commit(0.5);
    return [run.state.newest, run.seen("end")[0]?.why];
  };
  expect(models({})).toEqual([3, "rounds"]);
  expect(models({ rounds: 9, patience: 2 })).toEqual([3, "no-improvement"]);
});

describe("whatever happens", () => {
  const event = fc.oneof(
    fc.record({ do: fc.constant("update" as const), which: fc.nat(8) }),
    fc.record({ do: fc.constant("failed" as const), which: fc.nat(8) }),
    fc.record({ do: fc.constant("stranger" as const), which: fc.nat(8) }),
    fc.record({ do: fc.constant("result" as const), tenths: fc.nat(9) }),
  );
  const changes = fc.record({
    participants: fc.option(fc.integer({ min: 1, max: 6 })),
    bufferSize: fc.integer({ min: 1, max: 4 }),
    maxStaleness: fc.nat(3),
    sampling: fc.constantFrom("uniform", "by-samples", "least-recently"),
    gateDrop: fc.option(fc.constantFrom(0, 0.2)),
    evaluateEvery: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(),
  } as const);
  type Move =
    { do: "update" | "failed" | "stranger"; which: number } | { do: "result"; tenths: number };

  function eventOf(state: BufferState, move: Move): BufferEvent {
    if (move.do === "result") {
      return state.phase === "aggregating"
        ? { type: "aggregated", model: modelOf(state.newest + 1) }
        : { type: "evaluated", accuracy: move.tenths / 10 };
    }
    if (move.do === "stranger") return update(move.which + 1);
    const working = [...state.atWork.keys()];
    const client = working[move.which % Math.max(working.length, 1)] ?? 1;
    return move.do === "update" ? update(client) : { type: "failed", client };
  }

  test("no update is averaged twice or too old, none is lost, and the same events end alike", () => {
    fc.assert(
      fc.property(changes, fc.array(event, { maxLength: 60 }), (own, moves) => {
        const run = openRun(6, { rounds: 4, ...own });
        const events: BufferEvent[] = [];
        let [counted, averaged] = [0, 0];
        for (const move of moves) {
          const before = run.state;
          const next = eventOf(before, move);
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

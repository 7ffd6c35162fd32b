// What every strategy promises. What each computes: `strategy-formulas.test.ts`.

import { leastUpdates, readStrategy, type StrategyChoice } from "@spikefed/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createStrategy } from "./create-strategy.ts";
import { addUpdate, createSum, fedAvg } from "./fed-avg.ts";
import { readServerState, writeServerState, type ServerState } from "./server-state.ts";
import {
  aggregate,
  base,
  bits,
  choices,
  clippedToo,
  flat,
  floats,
  length,
  nonNegative,
  remembers,
  round,
  sent,
  trainable,
  updatesOf,
} from "./testing/rounds.ts";
import type { ClientUpdate } from "./strategy.ts";

const stateBytes = (server: ServerState | null) => server && [...writeServerState(server)];
const zeros = new Float32Array(length);

describe.each(clippedToo)("%j", (choice) => {
  test("does not depend on the order of arrival, in two rounds, by a single bit", () => {
    const shuffled = updatesOf().chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(base, shuffled, shuffled, (start, first, second) => {
        const run = (at: 0 | 1) => {
          const one = aggregate(choice, { base: start, updates: first[at] });
          const { server } = one;
          const two = aggregate(choice, { base: one.model, updates: second[at], server });
          const { model, notes } = two;
          return [bits(one.model), one.notes, bits(model), notes, stateBytes(two.server)];
        };
        expect(run(1)).toEqual(run(0));
      }),
      { numRuns: 60 },
    );
  });

  test("asks how many pictures are behind an update beside the others, not how many there are", () => {
    fc.assert(
      fc.property(base, updatesOf(), fc.integer({ min: 2, max: 5 }), (start, updates, factor) => {
        const more = updates.map((one) => ({ ...one, samples: factor * one.samples }));
        const [few, many] = [updates, more].map((given) =>
          aggregate(choice, { base: start, updates: given }),
        );
        expect(bits(many!.model)).toEqual(bits(few!.model));
        expect(many!.notes).toEqual(few!.notes);
      }),
      { numRuns: 40 },
    );
  });

  test("gives finite models and no negative variance, in three rounds", () => {
    fc.assert(
      fc.property(base, fc.tuple(updatesOf(), updatesOf(), updatesOf()), (start, rounds) => {
        let [model, server]: [Float32Array, ServerState | null] = [start, null];
        for (const updates of rounds) {
          ({ model, server } = aggregate(choice, { base: model, updates, server }));
          expect(model.length).toBe(length);
          expect(model.every(Number.isFinite)).toBe(true);
          expect(model[5]).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("goes on from the bytes of its state as if it had never stopped", () => {
    fc.assert(
      fc.property(base, updatesOf(), updatesOf(), (start, first, second) => {
        const { model, server } = aggregate(choice, { base: start, updates: first });
        expect(server !== null).toBe(remembers(choice.kind));
        expect(createStrategy(choice).remembers).toBe(server !== null);
        const read = server && readServerState(writeServerState(server));
        expect(read).toEqual(server);
        const went = aggregate(choice, { base: model, updates: second, server });
        const resumed = aggregate(choice, { base: model, updates: second, server: read });
        expect(bits(resumed.model)).toEqual(bits(went.model));
        expect(stateBytes(resumed.server)).toEqual(stateBytes(went.server));
        expect(went.server?.step ?? 2).toBe(2);
      }),
      { numRuns: 30 },
    );
  });

  test("changes nothing that it is given", () => {
    fc.assert(
      fc.property(base, updatesOf(), (start, updates) => {
        const { server } = aggregate(choice, { base: start, updates });
        const given = { base: start, updates, server };
        const before = structuredClone(given);
        aggregate(choice, given);
        expect(given).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  test("refuses nothing, NaN, too large a change, another length", () => {
    const good = sent(...Array.from({ length: 6 }, () => zeros));
    const withBad = (delta: Float32Array) => [...good, { client: 9, delta, samples: 1 }];
    const run = (updates: ClientUpdate[]) => () => aggregate(choice, { base: zeros, updates });
    expect(run([])).toThrow("aggregate/empty");
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(run(withBad(floats(0, bad, 0, 0, 0, 0)))).toThrow("update/not-finite");
    }
    expect(run(withBad(floats(0, 0, 0, 0, 0, 2 ** 14 + 1)))).toThrow("update/range");
    expect(run(withBad(floats(0)))).toThrow("update/shape");
    expect(run(withBad(zeros))).not.toThrow();
  });
});

test.each(choices)("%j says how many updates it needs, and takes as many", (choice) => {
  const needed = leastUpdates(readStrategy(choice));
  const updates = (count: number) => sent(...Array.from({ length: count }, () => zeros));
  expect(() => aggregate(choice, { base: zeros, updates: updates(needed) })).not.toThrow();
  if (needed === 1) return;
  const facts = { strategy: choice.kind, got: needed - 1, needed };
  expect(() => aggregate(choice, { base: zeros, updates: updates(needed - 1) })).toThrow(
    expect.objectContaining({ code: "aggregate/too-few", facts }),
  );
});

const isAdaptive = ({ kind }: StrategyChoice) => /^fed(adam|yogi|adagrad)$/.test(kind);

test.each(choices.filter((choice) => !isAdaptive(choice)))(
  "%j: equal updates move the model by just that update, whatever their weights",
  (choice) => {
    fc.assert(
      fc.property(flat(round), flat(round), updatesOf(), (start, delta, clients) => {
        const updates = clients.map((client) => ({ ...client, delta }));
        const want = start.map((value, p) => value + delta[p]!);
        const { model } = aggregate(choice, { base: start, updates });
        expect([...model.subarray(0, 5)]).toEqual([...want.subarray(0, 5)]);
        expect(model[5]).toBe(Math.max(0, want[5]!));
      }),
    );
  },
);

const neutral: StrategyChoice[] = [
  { kind: "fedavg" },
  { kind: "fedavg", weighting: "uniform", clipNorm: 1e6 },
  { kind: "fedprox", proximalMu: 1 },
  { kind: "fedavgm", serverMomentum: 0 },
  { kind: "fedmedian" },
  { kind: "fedtrimmedavg", beta: 0 },
];

test.each(neutral)("%j: one client's model is the next model", (choice) => {
  fc.assert(
    fc.property(flat(round), flat(round), (start, delta) => {
      const { model } = aggregate(choice, {
        base: start,
        updates: [{ client: 3, delta, samples: 1 }],
      });
      const want = start.map((value, p) => value + delta[p]!);
      expect([...model]).toEqual([...want.with(5, Math.max(0, want[5]!))]);
    }),
  );
});

test.each<StrategyChoice>([
  { kind: "fedavg" },
  { kind: "fedprox" },
  { kind: "fedavgm", serverMomentum: 0 },
])("%j is the average of before, bit for bit", (choice) => {
  fc.assert(
    fc.property(base, updatesOf(), (start, updates) => {
      const sum = createSum(length);
      for (const { delta, samples } of updates) addUpdate(sum, delta, samples);
      const { model } = aggregate(choice, { base: start, updates });
      expect(bits(model)).toEqual(bits(fedAvg(start, sum, nonNegative)));
    }),
    { numRuns: 300 },
  );
});

test.each(choices.filter(({ kind }) => remembers(kind)))(
  "%j averages running statistics, whatever it does to parameters",
  (choice) => {
    fc.assert(
      fc.property(base, updatesOf(), updatesOf(), (start, first, second) => {
        const one = aggregate(choice, { base: start, updates: first });
        const { model: from, server } = one;
        const two = aggregate(choice, { base: from, updates: second, server });
        const plain = aggregate({ kind: "fedavg" }, { base: from, updates: second });
        const statistics = (model: Float32Array) => bits(model).slice(trainable);
        expect(statistics(two.model)).toEqual(statistics(plain.model));
        for (const array of Object.values(two.server?.arrays ?? {})) {
          expect(array.length).toBe(trainable);
        }
      }),
    );
  },
);

test.each<StrategyChoice>(choices.filter(({ kind }) => /median|trimmed|krum|bulyan/.test(kind)))(
  "%j refuses two updates of one client, whose order would matter",
  (choice) => {
    const updates = sent(...Array.from({ length: 7 }, () => zeros));
    updates[4]!.client = 2;
    expect(() => aggregate(choice, { base: zeros, updates })).toThrow("client 2 has two updates");
  },
);

import { SpikefedError } from "@spikefed/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";

import { createStrategy } from "./create-strategy.ts";
import { MAX_SAMPLES } from "./fed-avg.ts";
import {
  aggregate,
  base,
  bits,
  clippedToo,
  floats,
  length,
  nonNegative,
  remembers,
  trainable,
  updatesOf,
} from "./testing/rounds.ts";

const averaging = clippedToo.filter(({ kind }) => kind === "fedavg" || remembers(kind));

const shuffled = updatesOf().chain((updates) =>
  fc.tuple(
    fc.constant(updates),
    fc.shuffledSubarray(updates, { minLength: updates.length, maxLength: updates.length }),
  ),
);

test("added one by one, in any order, they give what they give together, bit for bit", () => {
  fc.assert(
    fc.property(fc.constantFrom(...averaging), base, shuffled, (choice, start, [all, mixed]) => {
      const sum = createStrategy(choice).startSum!({ length, trainable });
      const given = { base: start, server: null, trainable, nonNegative };
      mixed.forEach((update, at) => {
        sum.add(update);
        if (at === 2) sum.aggregate(given); // asked in between, it goes on as before
      });
      const together = aggregate(choice, { base: start, updates: all });
      for (const { model, server, notes } of [sum.aggregate(given), sum.aggregate(given)]) {
        expect(bits(model)).toEqual(bits(together.model));
        expect(server).toEqual(together.server);
        expect(notes).toEqual(together.notes);
      }
    }),
  );
});

test("an update that is refused is not in the sum", () => {
  const sum = createStrategy({ kind: "fedavg", clipNorm: 1 }).startSum!({
    length: 2,
    trainable: 2,
  });
  const code = (delta: Float32Array, samples: number) => {
    try {
      sum.add({ client: 9, delta, samples });
    } catch (error) {
      return error instanceof SpikefedError ? error.code : error;
    }
    return null;
  };
  expect(code(floats(0.5, 0.25), 1)).toBeNull();
  expect(code(floats(NaN, 5), 1)).toBe("update/not-finite");
  expect(code(floats(5), 1)).toBe("update/shape");
  expect(code(floats(5, 5), MAX_SAMPLES)).toBe("aggregate/samples");
  const given = { base: floats(1, 1), server: null, trainable: 2, nonNegative: [] };
  const { model, notes } = sum.aggregate(given);
  expect([...model]).toEqual([1.5, 1.25]);
  expect(notes.clipped).toEqual([]);
});

test("what compares updates cannot be summed", () => {
  for (const choice of clippedToo) {
    const isMean = averaging.includes(choice) || choice.kind === "fedprox";
    expect(createStrategy(choice).startSum !== null).toBe(isMean);
  }
});

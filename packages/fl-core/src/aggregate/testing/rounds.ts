// Rounds for the tests of strategies: a small model, and updates up to the corners.

import { type StrategyChoice, type StrategyKind } from "@spikefed/protocol";
import fc from "fast-check";

import { createStrategy } from "../create-strategy.ts";
import type { ServerState } from "../server-state.ts";
import type { AggregateOutput, ClientUpdate } from "../strategy.ts";

/** P: four parameters, a running mean, a running variance. */
export const length = 6;
export const trainable = 4;
export const nonNegative = [{ offset: 5, length: 1 }];

/** Every strategy as the tests run it; krum and its kin with one client that lies. */
export const choices: readonly StrategyChoice[] = [
  { kind: "fedavg" },
  { kind: "fedavg", weighting: "uniform" },
  { kind: "fedprox", proximalMu: 0.1 },
  { kind: "fedavgm", serverLearningRate: 1, serverMomentum: 0.9 },
  { kind: "fedadam" },
  { kind: "fedyogi" },
  { kind: "fedadagrad" },
  { kind: "fedmedian" },
  { kind: "fedtrimmedavg" },
  { kind: "krum" },
  { kind: "multikrum" },
  { kind: "multikrum", numNodesToSelect: 2 },
  { kind: "bulyan" },
];

/** Each once as it is and once behind a clip that bites. */
export const clippedToo: readonly StrategyChoice[] = [
  ...choices,
  ...choices.map((choice) => ({ ...choice, clipNorm: 0.5 })),
];

export const remembers = (kind: StrategyKind) =>
  ["fedavgm", "fedadam", "fedyogi", "fedadagrad"].includes(kind);

export const floats = (...values: number[]) => Float32Array.from(values);

/** `+-2^14`, the smallest steps of the fixed point, zero of both signs, and what lies between. */
const change = fc.oneof(
  fc.float({ min: -(2 ** 14), max: 2 ** 14, noNaN: true }),
  fc.float({ min: Math.fround(-0.01), max: Math.fround(0.01), noNaN: true }),
  fc.constantFrom(2 ** 14, -(2 ** 14), 2 ** -21, -(2 ** -22), 1e-38, -1e-45, 0, -0),
);
/** A multiple of 2^-10: every sum and mean of equal ones is exact. */
export const round = fc.integer({ min: -4096, max: 4096 }).map((n) => n / 1024);

export const flat = (value: fc.Arbitrary<number>) =>
  fc
    .array(value, { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values));

/** Any finite model; its variance is not negative. */
export const base = flat(fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), round)).map(
  (values) => values.with(5, Math.abs(values[5]!)),
);

/** Updates of 7 to 11 clients: enough for every strategy above. */
export const updatesOf = (value: fc.Arbitrary<number> = change): fc.Arbitrary<ClientUpdate[]> =>
  fc.uniqueArray(fc.nat(2000), { minLength: 7, maxLength: 11 }).chain((clients) =>
    fc.tuple(
      ...clients.map((client) =>
        fc.record({
          client: fc.constant(client),
          delta: flat(value),
          samples: fc.integer({ min: 1, max: 5000 }),
        }),
      ),
    ),
  );

export interface Round {
  base: Float32Array;
  updates: readonly ClientUpdate[];
  server?: ServerState | null;
}

/** One round; the updates are handed over one by one. */
export function aggregate(
  choice: StrategyChoice,
  { base, updates, server = null }: Round,
): AggregateOutput {
  const strategy = createStrategy(choice);
  const given = updates.values();
  return strategy.aggregate({ base, updates: given, server, trainable, nonNegative });
}

/** The same updates from clients 1, 2, ... of as many pictures. */
export const sent = (...deltas: Float32Array[]): ClientUpdate[] =>
  deltas.map((delta, at) => ({ client: at + 1, delta, samples: 10 }));

export const bits = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)];

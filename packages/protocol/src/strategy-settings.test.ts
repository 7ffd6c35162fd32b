import { describe, expect, test } from "vitest";

import { readSettings } from "./read-settings.ts";
import { defaultSettings } from "./settings.ts";
import {
  defaultStrategy,
  leastUpdates,
  readStrategy,
  STRATEGIES,
  type StrategyChoice,
  StrategySettings,
} from "./strategy-settings.ts";

const withStrategy = (strategy: unknown) => readSettings({ ...defaultSettings, strategy });

test("the list of strategies is that of the schema", () => {
  expect(STRATEGIES).toEqual(StrategySettings.options.map(({ entries }) => entries.kind.literal));
});

test("fedavg alone is a choice, weighted by samples and unclipped", () => {
  expect(withStrategy({ kind: "fedavg" }).strategy).toEqual(defaultStrategy);
  expect(defaultStrategy).toEqual({ kind: "fedavg", weighting: "samples", clipNorm: null });
});

test.each(STRATEGIES)("%s needs its name only, and what was filled in is complete", (kind) => {
  const full = readStrategy({ kind });
  expect(full).toMatchObject({ kind, clipNorm: null });
  expect(readStrategy(full)).toEqual(full);
  expect(JSON.parse(JSON.stringify(full))).toEqual(full);
});

test("the adaptive ones have the constants of Reddi et al. and Flower's rates", () => {
  const common = { tau: 0.001, weighting: "samples", clipNorm: null };
  expect(readStrategy({ kind: "fedadam" })).toEqual({
    ...common,
    ...{ kind: "fedadam", eta: 0.1, beta1: 0.9, beta2: 0.99 },
  });
  expect(readStrategy({ kind: "fedyogi" })).toMatchObject({ eta: 0.01, beta1: 0.9, beta2: 0.99 });
  expect(readStrategy({ kind: "fedadagrad" })).toEqual({
    ...common,
    ...{ kind: "fedadagrad", eta: 0.1, beta1: 0 },
  });
});

describe("a wrong strategy is refused by key and range:", () => {
  test.each<[object, string, string]>([
    [{ kind: "fedavg", weighting: "data" }, "strategy.weighting", "samples, uniform"],
    [{ kind: "fedavg", clipNorm: 0 }, "strategy.clipNorm", "from 0.001 to 1000000, or null"],
    [{ kind: "fedavg", beta: 0.1 }, "strategy.beta", "there is no such setting"],
    [{ kind: "fedprox", proximalMu: -1 }, "strategy.proximalMu", "a number from 0 to 100"],
    [{ kind: "fedavgm", serverMomentum: 1 }, "strategy.serverMomentum", "from 0 to 0.999"],
    [{ kind: "fedadam", tau: 0 }, "strategy.tau", "a number from 1e-9 to 1"],
    [{ kind: "fedyogi", beta2: 1 }, "strategy.beta2", "from 0 to 0.9999"],
    [{ kind: "fedadagrad", beta2: 0.9 }, "strategy.beta2", "there is no such setting"],
    [{ kind: "fedtrimmedavg", beta: 0.5 }, "strategy.beta", "a number from 0 to 0.49"],
    [{ kind: "fedmedian", weighting: "uniform" }, "strategy.weighting", "no such setting"],
    [{ kind: "krum", numMaliciousNodes: 0.5 }, "strategy.numMaliciousNodes", "a whole number"],
    [{ kind: "multikrum", numNodesToSelect: 0 }, "strategy.numNodesToSelect", "from 1 to 1000"],
    [{ kind: "fedsum" }, "strategy.kind", "fedavg"],
    [{}, "strategy.kind", "fedavg"],
  ])("%j", (strategy, key, allowed) => {
    const refusal = { code: "room/settings", facts: { key } };
    expect(() => readStrategy(strategy)).toThrow(expect.objectContaining({ code: refusal.code }));
    expect(() => readStrategy(strategy)).toThrow(`setting ${key} is`);
    expect(() => withStrategy(strategy)).toThrow(`setting ${key} is`);
    expect(() => withStrategy(strategy)).toThrow(allowed);
  });

  test.each([null, "fedavg", undefined])("%s instead of an object", (raw) => {
    expect(() => readStrategy(raw)).toThrow("setting strategy is");
  });
});

test.each<[StrategyChoice, number]>([
  [{ kind: "fedavg" }, 1],
  [{ kind: "fedmedian" }, 1],
  [{ kind: "fedtrimmedavg" }, 5],
  [{ kind: "fedtrimmedavg", beta: 0.1 }, 10],
  [{ kind: "fedtrimmedavg", beta: 0.3 }, 4],
  [{ kind: "fedtrimmedavg", beta: 0 }, 1],
  [{ kind: "krum" }, 5],
  [{ kind: "krum", numMaliciousNodes: 3 }, 9],
  [{ kind: "multikrum", numMaliciousNodes: 3 }, 9],
  [{ kind: "multikrum", numMaliciousNodes: 3, numNodesToSelect: 6 }, 11],
  [{ kind: "bulyan" }, 7],
  [{ kind: "bulyan", numMaliciousNodes: 0 }, 3],
])("%j needs %d updates", (choice, needed) => {
  expect(leastUpdates(readStrategy(choice))).toBe(needed);
});

import { expect, test } from "vitest";

import { workTimeMs } from "./work-time.ts";

const timeOf = (speedSpread: number, client: number, samples = 1000, localEpochs = 1) =>
  workTimeMs(
    {
      ...{ seed: 3, localEpochs },
      scheduler: { kind: "fedbuff", bufferSize: 2, maxStaleness: 1, speedSpread },
    },
    { client, samples },
  );
const clients = Array.from({ length: 2000 }, (_, k) => k + 1);

test("without a spread all take a millisecond for a picture and epoch", () => {
  expect(clients.slice(0, 9).map((client) => timeOf(0, client, 40, 2))).toEqual(Array(9).fill(80));
});

test("their logarithms spread as asked around that, and a client keeps its speed", () => {
  const logs = clients.map((client) => Math.log(timeOf(0.5, client) / 1000));
  const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
  const variance = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logs.length;
  expect(Math.abs(mean)).toBeLessThan(0.04);
  expect(Math.abs(Math.sqrt(variance) - 0.5)).toBeLessThan(0.03);
  expect(timeOf(0.5, 7, 2000) / timeOf(0.5, 7)).toBeCloseTo(2, 2);
});

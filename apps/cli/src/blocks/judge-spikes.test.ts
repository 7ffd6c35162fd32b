import { expect, test } from "vitest";

import { judgeSpikes, perMillion } from "./judge-spikes.ts";

const small = { spikes: 163_840, differ: 1 };

test("a flip in a small block is more than one in a million of it, and of all blocks it is less", () => {
  expect(perMillion(small)).toBeCloseTo(6.1, 1);
  const verdict = judgeSpikes([small, { spikes: 10_485_760, differ: 2 }]);
  expect(verdict).toMatchObject({ spikes: 10_649_600, differ: 3, holds: true });
  expect(verdict.perMillion).toBeCloseTo(0.28, 2);
});

test("flips of many blocks add up", () => {
  const one = { spikes: 655_360, differ: 1 };
  expect(judgeSpikes(Array.from({ length: 8 }, () => one)).holds).toBe(false);
  expect(judgeSpikes([{ spikes: 2e6, differ: 2 }]).holds).toBe(true);
  expect(judgeSpikes([{ spikes: 2e6, differ: 3 }]).holds).toBe(false);
});

test("no spikes at all are no agreement", () => {
  expect(judgeSpikes([]).holds).toBe(false);
  expect(judgeSpikes([{ spikes: 0, differ: 0 }]).holds).toBe(false);
});

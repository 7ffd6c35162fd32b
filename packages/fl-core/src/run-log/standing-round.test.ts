import { expect, test } from "vitest";

import { newestStanding } from "./standing-round.ts";

const round = (number: number, accuracy: number | null, rolledBack = false) => ({
  ...{ round: number, accuracy, rolledBack },
});

test("what was not measured and what was taken back is passed over", () => {
  const rounds = [round(1, 0.3), round(2, 0), round(3, 0.5, true), round(4, null)];
  expect(newestStanding(rounds)?.round).toBe(2);
  expect(newestStanding(rounds.slice(2))).toBeNull();
  expect(newestStanding([])).toBeNull();
});

import { expect, test } from "vitest";

import { openRun } from "./testing/open-run.ts";

const leased = { leaseMs: 100, workMs: 10_000 };

test("signs of work that come while a model is judged keep the place", () => {
  const run = openRun(6, leased);
  const [a, b, busy] = run.working();
  run.send(a!, b!);
  expect(run.state.phase).toBe("aggregating");
  run.wait(90).play({ type: "alive", client: busy! });
  run.nowMs += 90; // the lease would be over without that sign
  run.commit();
  expect(run.state.atWork.has(busy!)).toBe(true);
  expect(run.state.idle.has(busy!)).toBe(false);
});

test("who begins again in the same buffer is not missing in it", () => {
  const run = openRun(2, { participants: 1, bufferSize: 1, workMs: 100 });
  run.wait(200).wait(200).wait(200); // both are given up, then one of them begins again
  const [again] = run.working();
  run.send(again!);
  const { reported, missing } = run.seen("close")[0]!;
  expect(reported).toEqual([again]);
  expect(missing).toEqual([3 - again!]);
});

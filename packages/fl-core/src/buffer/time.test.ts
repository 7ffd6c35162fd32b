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

test("work that was finished while a model was made and judged is not late, however long that took", () => {
  const run = openRun(4, { workMs: 1000, rounds: 9 });
  run.nowMs = 900;
  const [a, b, busy] = run.working();
  run.send(a!, b!);
  run.nowMs = 990;
  run.send(busy!);
  expect(run.seen("count")).toEqual([]); // it waits
  run.nowMs = 5000;
  run.commit();
  expect(run.state).toMatchObject({ phase: "training", round: 2 });
  run.send(busy!);
  expect(run.seen("count")[0]?.update).toMatchObject({ client: busy, staleness: 1 });
});

test("only time in which a buffer is open counts, whatever it is that stops it", () => {
  const run = openRun(4, { workMs: 1000, rounds: 9 });
  run.wait(400);
  const [a, b, busy] = run.working();
  run.send(a!, b!); // 400
  run.wait(700).play({ type: "aggregation-failed", round: 1, fact: "" });
  run.wait(700).play({ type: "resume" });
  run.wait(700).commit();
  run.wait(500); // 900
  expect(run.state.atWork.get(busy!)?.round).toBe(1);
  run.play({ type: "pause" }).wait(700).play({ type: "resume" });
  run.wait(99); // 999
  expect(run.state.atWork.get(busy!)?.round).toBe(1);
  run.wait(1);
  expect(run.seen("give-up").map(({ work }) => work.client)).toContain(busy);
});

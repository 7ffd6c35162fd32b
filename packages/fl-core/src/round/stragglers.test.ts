import fc from "fast-check";
import { expect, test } from "vitest";

import { aggregated, evaluated, join, leave, openRoom, update } from "./testing/script.ts";

const clients = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const opening = (count: number, rules: Parameters<typeof openRoom>[1]) =>
  openRoom(clients(count), rules).seen("invite")[0]!;

test("at FedSNN's 0.95, of 10 chosen 1.45 are invited on average, and never none", () => {
  let sum = 0;
  for (let seed = 0; seed < 4000; seed++) {
    const { cohort, stragglers } = opening(10, { stragglerProbability: 0.95, seed });
    expect(cohort.length).toBeGreaterThanOrEqual(1);
    expect(cohort.length + stragglers.length).toBe(10);
    sum += cohort.length / 4000;
  }
  expect(Math.abs(sum - 1.45)).toBeLessThan(0.04);
});

test("each of the chosen is as likely as any other to be the one that is spared", () => {
  const spared = new Array<number>(5).fill(0);
  for (let seed = 0; seed < 5000; seed++) {
    const { cohort } = opening(5, { stragglerProbability: 0.99, seed });
    if (cohort.length === 1) spared[cohort[0]! - 1]! += 1;
  }
  for (const count of spared) expect(Math.abs(count - 960)).toBeLessThan(130);
});

test("whatever the rules: who is invited is enough for an average, and is chosen as without stragglers", () => {
  const probability = fc.double({ min: 0, max: 0.99, noNaN: true });
  const counts = [
    fc.integer({ min: 1, max: 20 }),
    fc.option(fc.integer({ min: 1, max: 20 })),
  ] as const;
  fc.assert(
    fc.property(
      ...counts,
      fc.integer({ min: 1, max: 20 }),
      probability,
      fc.nat(),
      (present, participants, fewest, stragglerProbability, seed) => {
        const minReports = Math.min(fewest, present);
        const rules = { participants, minReports, seed };
        const { cohort, stragglers } = opening(present, { ...rules, stragglerProbability });
        expect(cohort.length).toBeGreaterThanOrEqual(minReports);
        const chosen = [...cohort, ...stragglers].sort((a, b) => a - b);
        expect(chosen).toEqual(opening(present, rules).cohort);
      },
    ),
  );
});

test("the draw depends on seed, round and attempt alone", () => {
  const rules = { stragglerProbability: 0.5, rounds: 3 };
  const draws = (seed: number) => {
    const room = openRoom(clients(8), { ...rules, seed });
    const first = room.seen("invite")[0]!.cohort;
    room.play(...first.map((client) => update(client, 1)), aggregated(1), evaluated(1));
    return [first, room.seen("invite")[0]!.cohort];
  };
  expect(draws(3)).toEqual(draws(3));
  expect(draws(3)).not.toEqual(draws(4));
  expect(draws(3)[0]).not.toEqual(draws(3)[1]);
});

test("a straggler's update is refused, and it may be chosen for the next round", () => {
  const room = openRoom(clients(4), { stragglerProbability: 0.9, seed: 1 });
  const { cohort, stragglers } = room.seen("invite")[0]!;
  const late = stragglers[0]!;
  room.play(update(late, 1));
  expect(room.seen("refuse")[0]).toMatchObject({ code: "update/not-invited" });
  room.play(join(late));
  expect(room.effects).toEqual([]);
  room.play(...cohort.map((client) => update(client, 1)));
  expect(room.state.phase).toBe("aggregating");
});

test("a repeated round draws anew, and spares as many as it still needs", () => {
  const rules = { stragglerProbability: 0.99, minReports: 3, participants: 6, seed: 2 };
  const room = openRoom(clients(6), rules);
  const first = room.seen("invite")[0]!;
  expect(first.cohort.length).toBeGreaterThanOrEqual(3);
  room.play(update(first.cohort[0]!, 1), ...first.cohort.slice(1).map(leave), 1000);
  room.play(...first.cohort.slice(1).map(join), 2000);
  const again = room.seen("invite").at(-1)!;
  expect(again.round).toBe(1);
  expect(again.cohort.length).toBeGreaterThanOrEqual(2);
  expect(again.cohort).not.toContain(first.cohort[0]);
});

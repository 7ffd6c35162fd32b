import fc from "fast-check";
import { expect, test } from "vitest";

import { quota } from "./quota.ts";
import { restoreRound, type SavedRound } from "./restore.ts";
import { noStanding } from "./standing.ts";
import { expectedQuota } from "./testing/expected-quota.ts";
import {
  aggregated,
  baseRules,
  createScript,
  join,
  leave,
  openRoom,
  update,
} from "./testing/script.ts";

const clients = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test("whatever the rules, the quota is the one that is counted out", () => {
  const count = fc.integer({ min: 1, max: 40 });
  const share = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(
      ...([fc.nat(40), fc.nat(40), fc.option(count), count, share, share] as const),
      (have, free, participants, minReports, overSelect, fraction) => {
        const minFraction = Math.min(fraction, 1);
        const rules = { ...baseRules, participants, minReports, overSelect, minFraction };
        expect(quota(have, free, rules)).toEqual(expectedQuota(have, free, rules));
      },
    ),
    { numRuns: 2000 },
  );
});

test("Google's 130 % of 10 are 13, and of 13 who are all invited 10 are waited for", () => {
  const more = { ...baseRules, overSelect: 0.3 };
  expect(quota(0, 50, { ...more, participants: 10 })).toEqual({ invited: 13, goal: 10, needed: 1 });
  expect(quota(0, 13, more)).toEqual({ invited: 13, goal: 10, needed: 1 });
});

test("a round that has its goal closes at once, and the rest is told to stop", () => {
  const room = openRoom(clients(6), { participants: 2, overSelect: 1 });
  const { cohort, goal } = room.seen("invite")[0]!;
  expect([cohort.length, goal]).toEqual([4, 2]);
  const [first, second, third, fourth] = cohort as [number, number, number, number];
  room.play(update(third, 1), update(first, 1));
  expect(room.seen("cancel")).toEqual([
    { type: "cancel", round: 1, clients: [second, fourth], why: "closed" },
  ]);
  expect(room.seen("close")[0]).toMatchObject({ why: "goal", missing: [second, fourth] });
  expect(room.seen("aggregate")[0]?.updates.map(({ client }) => client)).toEqual([first, third]);
});

test("who is late for a round that had enough is told so, also while the next one is open", () => {
  const room = openRoom([1, 2, 3], { participants: 1, overSelect: 2, evaluateEvery: 2 });
  room.play(update(1, 1), update(2, 1));
  expect(room.seen("refuse")[0]).toMatchObject({ code: "update/enough", facts: { round: 1 } });
  room.play(aggregated(1), update(3, 1));
  expect(room.state.round).toBe(2);
  expect(room.seen("refuse")[0]).toMatchObject({ code: "update/enough" });
});

test("a round that closed at its deadline was no round with enough", () => {
  const room = openRoom([1, 2]).play(update(1, 1), 1000, update(2, 1));
  expect(room.seen("refuse")[0]).toMatchObject({ code: "update/late" });
});

test("with less than the share that must send the round is repeated", () => {
  const rules = { minFraction: 0.6 };
  const few = openRoom(clients(5), rules).play(update(1, 1), update(2, 1), 1000);
  expect(few.seen("repeat")).toEqual([{ type: "repeat", round: 1, reported: 2, needed: 3 }]);
  const enough = openRoom(clients(5), rules).play(...[1, 2, 3].map((c) => update(c, 1)), 1000);
  expect(enough.state.phase).toBe("aggregating");
});

test("a stop averages an open round only with the share that must send", () => {
  const rules = { minFraction: 1 };
  expect(openRoom([1, 2], rules).play(update(1, 1), "stop").state.phase).toBe("done");
  const paused = openRoom([1, 2], rules).play("pause", update(1, 1), "stop");
  expect(paused.state.phase).toBe("done");
});

test("an attempt that has enough from the one before closes without asking anybody", () => {
  const saved = {
    ...{ phase: "training", round: 1, attempt: 1, model: { hash: "model-0", version: 0 } },
    ...{ previous: null, filled: null, invitedIn: new Map(), measured: true, stepAllowed: true },
    ...{ changes: [], dropped: new Map<number, number>() },
    ...{ newest: 0, standing: noStanding, ending: null },
    accepted: [1, 2].map((client) => ({ client, updateId: `u${client}`, samples: 1 })),
  } as const satisfies SavedRound;
  const { state } = restoreRound(saved, 0);
  const room = createScript({ participants: 2, overSelect: 1 }, state).play(join(3), 0);
  expect(room.seen("close")[0]).toMatchObject({ why: "goal", reported: [1, 2], missing: [] });
  expect(room.seen("invite")).toEqual([]);
});

test("clients that leave lower what an attempt can wait for", () => {
  const room = openRoom(clients(4), { participants: 4, minFraction: 1 });
  room.play(update(1, 1), leave(3), leave(4), 1000);
  expect(room.seen("repeat")[0]).toMatchObject({ reported: 1, needed: 4 });
  expect(room.seen("invite")[0]).toMatchObject({ cohort: [2], goal: null });
  expect(room.play(update(2, 1)).seen("aggregate")[0]?.updates).toHaveLength(2);
});

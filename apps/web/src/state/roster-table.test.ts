import { emptyView } from "@spikefed/fl-core";
import { describe, expect, test } from "vitest";
import { pickDrops } from "./pick-drops.ts";
import { helpOf } from "./roster-help.ts";
import { ariaSort, heldOrder, nextSort, sortRoster } from "./roster-order.ts";
import { slowBelow } from "./roster-words.ts";
import { spaceCommand, type KeyPress } from "./space-key.ts";
import { roundFacts, rosterFacts } from "./testing/facts.ts";

describe("who needs help", () => {
  test("is asleep, away, far slower than the others, or has failed", () => {
    const roster = [
      rosterFacts(1, { imagesPerSecond: 90 }),
      rosterFacts(2, { imagesPerSecond: 100 }),
      rosterFacts(3, { imagesPerSecond: 20 }),
      rosterFacts(4, { state: "asleep" }),
      rosterFacts(5, { online: false, state: "away" }),
      rosterFacts(6, { state: "ready", trouble: "loss is NaN" }),
      rosterFacts(7, { state: "left", online: false }),
    ];
    expect([...helpOf(roster, slowBelow(roster))]).toEqual([
      [3, "slow"],
      [4, "asleep"],
      [5, "away"],
      [6, "error"],
    ]);
  });

  test("of two devices none is called slow: there is no usual speed", () => {
    const roster = [1, 1000].map((speed, i) => rosterFacts(i, { imagesPerSecond: speed }));
    expect(helpOf(roster, slowBelow(roster)).size).toBe(0);
  });
});

describe("the order of the table", () => {
  const roster = [
    rosterFacts(1, { name: "Otter 10", loss: 1.5 }),
    rosterFacts(2, { name: "Otter 9", loss: null }),
    rosterFacts(3, { name: "ärmel", loss: 0.5 }),
  ];
  const order = (...sort: [Parameters<typeof nextSort>[1], boolean] | []) =>
    sortRoster(
      roster,
      sort.length === 0 ? null : { column: sort[0], descending: sort[1] },
      new Map(),
    ).map(({ client }) => client);

  test("is that of joining until a column is chosen", () => expect(order()).toEqual([1, 2, 3]));

  test("sorts names as people do, numbers by size, and what is missing last both ways", () => {
    expect(order("name", false)).toEqual([3, 2, 1]);
    expect(order("loss", false)).toEqual([3, 1, 2]);
    expect(order("loss", true)).toEqual([1, 3, 2]);
  });

  test("by state has those who need help first and those who left last", () => {
    const states = [
      rosterFacts(1, { state: "left" }),
      rosterFacts(2, { state: "sent" }),
      rosterFacts(3, { state: "training", progress: 0.9 }),
      rosterFacts(4, { state: "training", progress: 0.1 }),
      rosterFacts(5, { state: "asleep" }),
    ];
    const help = new Map([[5, "asleep" as const]]);
    const sorted = sortRoster(states, { column: "state", descending: false }, help);
    expect(sorted.map(({ client }) => client)).toEqual([5, 4, 3, 2, 1]);
  });

  test("goes up, down and back to that of joining", () => {
    const up = nextSort(null, "loss");
    expect(ariaSort(up, "loss")).toBe("ascending");
    expect(ariaSort(up, "name")).toBe("none");
    const down = nextSort(up, "loss");
    expect(ariaSort(down, "loss")).toBe("descending");
    expect(nextSort(down, "loss")).toBeNull();
    expect(nextSort(down, "name")).toEqual({ column: "name", descending: false });
  });

  test("is held while somebody is at it; newcomers stand behind", () => {
    const rows = [3, 4, 1].map((client) => ({ client }));
    expect(heldOrder(rows, [1, 2, 3])).toEqual([{ client: 1 }, { client: 3 }, { client: 4 }]);
  });
});

describe("devices that sit a round out by lot", () => {
  const roster = [1, 2, 3, 4].map((client) => rosterFacts(client));
  const first = () => 0;

  test("are among those whose update is still awaited", () => {
    const open = roundFacts(1, { cohort: [1, 2, 3], reported: [1] });
    const view = { ...emptyView, phase: "training" as const, round: 1, rounds: [open] };
    expect(pickDrops(roster, view, { count: 9, random: first })).toEqual([2, 3]);
  });

  test("are among all who are here while no round is open, each once", () => {
    const away = [...roster, rosterFacts(5, { online: false })];
    const view = { ...emptyView, phase: "selecting" as const };
    expect(pickDrops(away, view, { count: 2, random: () => 0.99 })).toEqual([3, 4]);
    expect(pickDrops([], view, { count: 2, random: first })).toEqual([]);
  });
});

describe("the space bar", () => {
  const press: KeyPress = {
    ...{ key: " ", repeat: false, isComposing: false, isTaken: false },
    ...{ altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
  };

  test("pauses a run that is on and resumes one that is paused", () => {
    expect(spaceCommand(press, "training")).toBe("pause");
    expect(spaceCommand(press, "paused")).toBe("resume");
    expect(spaceCommand(press, "lobby")).toBeNull();
  });

  test.each([
    ...[{ key: "a" }, { repeat: true }, { ctrlKey: true }, { shiftKey: true }],
    ...[{ isTaken: true }, { isComposing: true }],
  ])("does nothing with %o", (changes) => {
    expect(spaceCommand({ ...press, ...changes }, "training")).toBeNull();
  });
});

import { expect, test } from "vitest";
import type { Identity } from "./identity.ts";
import { answerTabs, findTabs, takePlace, type TabChannel, type TabMessage } from "./tab-talk.ts";

/** Tabs of one browser: what one says, the others hear, a frozen one when it wakes. */
function browser() {
  const ears = new Set<{ tab: number; listener: (message: TabMessage) => void }>();
  const unheard = new Map<number, TabMessage[]>();
  let [tabs, nowMs] = [0, 0];
  const timers: { atMs: number; ring: () => void }[] = [];
  const tell = (tab: number, message: TabMessage) => {
    for (const ear of [...ears]) if (ear.tab === tab) ear.listener(message);
  };
  const open = () => {
    const tab = tabs++;
    const channel: TabChannel = {
      asker: `tab-${tab}`,
      say: (message) => {
        for (let other = 0; other < tabs; other++) {
          if (other === tab) continue;
          const waiting = unheard.get(other);
          if (waiting) waiting.push(message);
          else tell(other, message);
        }
      },
      hear: (listener) => {
        const ear = { tab, listener };
        ears.add(ear);
        return () => ears.delete(ear);
      },
      now: () => nowMs,
      wait: (ms) => new Promise((ring) => timers.push({ atMs: nowMs + ms, ring })),
      close: () => {},
    };
    const freeze = () => void unheard.set(tab, []);
    const wake = () => {
      const heard = unheard.get(tab) ?? [];
      unheard.delete(tab);
      for (const message of heard) tell(tab, message);
    };
    return { ...channel, freeze, wake };
  };
  const pass = (ms: number) => {
    nowMs += ms;
    for (const { atMs, ring } of timers) if (atMs <= nowMs) ring();
  };
  return Object.assign(open, { pass });
}

const otter: Identity = { clientId: "client-0001", token: "secret-0001", name: "Quiet Otter" };

/** A tab that trains as somebody until it gives the place away. */
function training(channel: TabChannel, identity: Identity) {
  let held: Identity | null = identity;
  const stop = answerTabs(channel, { identity: () => held, stop: () => (held = null) });
  return { held: () => held, stop };
}

test("a second tab learns who trains, a room without one stays silent", () => {
  const open = browser();
  const found: string[] = [];
  findTabs(open(), ({ name }) => found.push(name));
  expect(found).toEqual([]);
  training(open(), otter);
  findTabs(open(), ({ name }) => found.push(name));
  expect(found).toContain("Quiet Otter");
});

test("moving stops the first tab, then hands its identity over, to the one that asked", async () => {
  const open = browser();
  const first = training(open(), otter);
  const bystander = training(open(), { ...otter, clientId: "client-0002", name: "Bold Lynx" });
  expect(await takePlace(open(), "client-0001")).toEqual(otter);
  expect(first.held()).toBeNull();
  expect(bystander.held()).not.toBeNull();
});

test("a tab that has given its place away no longer says that it trains", async () => {
  const open = browser();
  training(open(), otter);
  await takePlace(open(), "client-0001");
  const found: string[] = [];
  findTabs(open(), ({ name }) => found.push(name));
  expect(found).toEqual([]);
});

test("a tab that is gone is not waited for beyond patience", async () => {
  const open = browser();
  const given = takePlace(open(), "client-0001");
  open.pass(4000);
  expect(await given).toBeNull();
});

test("a tab that wakes after the other has given up goes on training", async () => {
  const open = browser();
  const tab = open();
  const first = training(tab, otter);
  tab.freeze();
  const given = takePlace(open(), "client-0001");
  open.pass(4000);
  expect(await given).toBeNull();
  tab.wake();
  expect(first.held()).toEqual(otter);
});

test("a tab that is frozen between its answer and the last word goes on training", async () => {
  const open = browser();
  const tab = open();
  const first = training(
    {
      ...tab,
      say: (message) => {
        if (message.type === "ready") tab.freeze();
        tab.say(message);
      },
    },
    otter,
  );
  const given = takePlace(open(), "client-0001");
  open.pass(4000);
  expect(await given).toBeNull();
  tab.wake();
  expect(first.held()).toEqual(otter);
});

test("a tab that is busy for a moment gives its place all the same", async () => {
  const open = browser();
  const tab = open();
  training(tab, otter);
  tab.freeze();
  const given = takePlace(open(), "client-0001");
  open.pass(2900);
  tab.wake();
  expect(await given).toEqual(otter);
});

test("a closed tab answers nobody", () => {
  const open = browser();
  const { stop } = training(open(), otter);
  stop();
  const found: string[] = [];
  findTabs(open(), ({ name }) => found.push(name));
  expect(found).toEqual([]);
});

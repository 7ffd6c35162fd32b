import { expect, test } from "vitest";
import type { Identity } from "./identity.ts";
import { answerTabs, findTabs, takePlace, type TabChannel, type TabMessage } from "./tab-talk.ts";

const never = new Promise<void>(() => {});

/** Tabs of one browser: what one says, the others hear. */
function browser(patience = never) {
  const ears = new Set<{ tab: number; listener: (message: TabMessage) => void }>();
  let tabs = 0;
  return (): TabChannel => {
    const tab = tabs++;
    return {
      say: (message) => {
        for (const ear of [...ears]) if (ear.tab !== tab) ear.listener(message);
      },
      hear: (listener) => {
        const ear = { tab, listener };
        ears.add(ear);
        return () => ears.delete(ear);
      },
      patience: () => patience,
    };
  };
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
  expect(await takePlace(browser(Promise.resolve())(), "client-0001")).toBeNull();
});

test("a closed tab answers nobody", () => {
  const open = browser();
  const { stop } = training(open(), otter);
  stop();
  const found: string[] = [];
  findTabs(open(), ({ name }) => found.push(name));
  expect(found).toEqual([]);
});

import { expect, test } from "vitest";
import { forgetIdentity, loadIdentity, saveIdentity } from "./identity.ts";
import { memoryStore } from "./memory-store.ts";

const identity = { clientId: "client-0001", token: "token-000001", name: "Quiet Otter" };

test("a reload finds the same volunteer, another room does not", () => {
  const store = memoryStore();
  saveIdentity(store, "K7QF", identity);
  expect(loadIdentity(store, "K7QF")).toEqual(identity);
  expect(loadIdentity(store, "BBBB")).toBeNull();
});

test("what a place belongs to is kept with it, and of an earlier page nothing is", () => {
  const store = memoryStore();
  const bound = { key: "a".repeat(64), coordinator: "c".repeat(64) };
  saveIdentity(store, "K7QF", { ...identity, bound });
  expect(loadIdentity(store, "K7QF")).toEqual({ ...identity, bound });
  for (const other of [{}, null, "key", { key: "a" }, { key: 1, coordinator: "c" }]) {
    store.setItem("spikefed/volunteer/K7QF", JSON.stringify({ ...identity, bound: other }));
    expect(loadIdentity(store, "K7QF")).toEqual(identity);
  }
});

test("leaving forgets it", () => {
  const store = memoryStore();
  saveIdentity(store, "K7QF", identity);
  forgetIdentity(store, "K7QF");
  expect(loadIdentity(store, "K7QF")).toBeNull();
});

test.each(["{", "null", '{"clientId":1}', ""])("what is not an identity is nobody: %s", (text) => {
  const store = memoryStore();
  store.setItem("spikefed/volunteer/K7QF", text);
  expect(loadIdentity(store, "K7QF")).toBeNull();
});

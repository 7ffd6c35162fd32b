import { expect, test } from "vitest";
import { memoryStore } from "../../state/memory-store.ts";
import { readHostKey } from "./host-key.ts";

test("the key of the link is taken and kept for a reload", () => {
  const store = memoryStore();
  expect(readHostKey("#key=secret-1", store)).toBe("secret-1");
  expect(readHostKey("", store)).toBe("secret-1");
});

test("a new link wins over the kept key", () => {
  const store = memoryStore();
  readHostKey("#key=old", store);
  expect(readHostKey("#key=new", store)).toBe("new");
});

test("without a link there is no key", () => {
  expect(readHostKey("", memoryStore())).toBeNull();
  expect(readHostKey("#key=", memoryStore())).toBeNull();
});

test("each room has a key of its own", () => {
  const store = memoryStore();
  readHostKey("#key=first", store, "K7QF");
  expect(readHostKey("", store, "BCDF")).toBeNull();
  expect(readHostKey("", store)).toBeNull();
  expect(readHostKey("", store, "K7QF")).toBe("first");
});

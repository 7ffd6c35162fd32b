import { describe, expect, test } from "vitest";
import { isRoomCode, normaliseCode, readRoute, wantedExecutor, wantedTuning } from "./route.ts";

const route = (path: string) => readRoute(new URL(path, "http://host.test"));

describe("the page of an address", () => {
  test.each([
    ["/", { page: "join", code: null }],
    ["/j/K7QF", { page: "join", code: "K7QF" }],
    ["/j/k7qf/", { page: "join", code: "K7QF" }],
    ["/room/K7QF", { page: "room", code: "K7QF", watch: false }],
    ["/room/K7QF?watch=1", { page: "room", code: "K7QF", watch: true }],
    ["/room", { page: "join", code: null }],
    ["/host#key=secret", { page: "host", code: null }],
    ["/host/k7qf#key=secret", { page: "host", code: "K7QF" }],
    ["/show", { page: "show", code: null }],
    ["/show/k7qf", { page: "show", code: "K7QF" }],
    ["/bench", { page: "bench", isCheck: false }],
    ["/bench?check", { page: "bench", isCheck: true }],
    ["/bench/K7QF", { page: "missing" }],
    ["/explain#spike", { page: "explain" }],
    ["/explain/K7QF", { page: "missing" }],
    ["/trust", { page: "trust" }],
    ["/trust/K7QF", { page: "missing" }],
    ["/nothing/here", { page: "missing" }],
    ["/j/K7QF/more", { page: "missing" }],
  ])("%s", (path, want) => {
    expect(route(path)).toEqual(want);
  });
});

test("a code is read as people type it", () => {
  expect(normaliseCode(" k7-q f")).toBe("K7QF");
  expect(isRoomCode("K7QF")).toBe(true);
  expect(isRoomCode("K1QF")).toBe(false);
  expect(isRoomCode("K7QFX")).toBe(false);
});

test("an executor may be asked for in the address", () => {
  expect(wantedExecutor("?executor=engine/webgpu")).toBe("engine/webgpu");
  expect(wantedExecutor("?executor=")).toBeNull();
  expect(wantedExecutor("")).toBeNull();
});

test("plain kernels may be asked for in the address", () => {
  expect(wantedTuning("?executor=engine&tuning=plain")).toBe("plain");
  expect([wantedTuning("?tuning=fast"), wantedTuning("")]).toEqual(["auto", "auto"]);
});

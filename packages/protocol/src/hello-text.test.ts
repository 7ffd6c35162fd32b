import { expect, test } from "vitest";

import { helloText, type HelloFacts } from "./hello-text.ts";

const facts: HelloFacts = {
  ...{ protocol: 5, coordinator: "c".repeat(64), room: "K7QF", challenge: "d".repeat(64) },
  ...{ key: "e".repeat(64), clientId: "client-0001" },
};

test("the signed text says what it is for, and each fact in a line of its own", () => {
  expect(helloText(facts).split("\n")).toEqual([
    "spikefed hello",
    "protocol 5",
    `coordinator ${"c".repeat(64)}`,
    "room K7QF",
    `challenge ${"d".repeat(64)}`,
    `key ${"e".repeat(64)}`,
    "volunteer client-0001",
  ]);
});

test("the only room and a new place are a hyphen, which is no code and no id", () => {
  const text = helloText({ ...facts, room: null, clientId: null });
  expect(text).toContain("\nroom -\n");
  expect(text).toMatch(/\nvolunteer -$/);
});

import { NameSchema } from "@spikefed/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { adjectives, animals, friendlyName } from "./names.ts";

test("no word is twice in a list", () => {
  expect(new Set(adjectives).size).toBe(adjectives.length);
  expect(new Set(animals).size).toBe(animals.length);
});

test("every name is one that the coordinator accepts", () => {
  for (const adjective of adjectives) {
    for (const animal of animals) {
      expect(v.safeParse(NameSchema, `${adjective} ${animal}`).success).toBe(true);
    }
  }
});

test("both ends of the random range give a name", () => {
  expect(friendlyName(() => 0)).toBe("Able Badger");
  expect(friendlyName(() => 0.999999)).toBe("Warm Wren");
});

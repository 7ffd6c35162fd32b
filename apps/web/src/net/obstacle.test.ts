import { expect, test } from "vitest";
import { findObstacle } from "./obstacle.ts";

test("a coordinator that answers plain requests alone is behind a network that blocks the rest", async () => {
  expect(await findObstacle(() => Promise.resolve({}))).toMatchObject({ code: "net/blocked" });
});

test("one that answers nothing is not reached at all", async () => {
  const nobody = () => Promise.reject(new TypeError("Failed to fetch"));
  expect(await findObstacle(nobody)).toMatchObject({
    code: "net/offline",
    fact: "The coordinator does not answer.",
  });
});

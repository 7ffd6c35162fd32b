import { readUpdate } from "@spikefed/fl-core";
import { expect, test } from "vitest";

import { tinyShape } from "../model-shape.ts";
import { cannedUpdate } from "./canned-update.ts";

test("a canned update is one that the coordinator takes, the same each time", () => {
  const { layout, length } = tinyShape;
  const { bytes, sha256 } = cannedUpdate(tinyShape, 1, 2);
  expect(readUpdate(bytes, layout, length).some((value) => value !== 0)).toBe(true);
  expect(cannedUpdate(tinyShape, 1, 2).sha256).toBe(sha256);
  const others = [cannedUpdate(tinyShape, 2, 2), cannedUpdate(tinyShape, 1, 3)];
  expect(others.map((other) => other.sha256)).not.toContain(sha256);
});

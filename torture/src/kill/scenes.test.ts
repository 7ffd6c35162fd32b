import { failpoints } from "@spikefed/failpoints";
import { expect, test } from "vitest";

import { pointsOf } from "./scenes.ts";

test("every failpoint is visited in one scene", () => {
  const scenes = (["running", "start", "fresh", "repair"] as const).map(pointsOf);
  expect(scenes.flat().sort()).toEqual([...failpoints].sort());
  expect(scenes.every((names) => names.length > 0)).toBe(true);
});

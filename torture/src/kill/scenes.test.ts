import { failpoints } from "@spikefed/failpoints";
import { expect, test } from "vitest";

import { pointsOf } from "./scenes.ts";

test("every failpoint belongs to one scene", () => {
  const scenes = (["running", "start", "fresh", "repair", "buffered"] as const).map(pointsOf);
  expect(scenes.flat().sort()).toEqual([...failpoints].sort());
  expect(scenes.every((names) => names.length > 0)).toBe(true);
});

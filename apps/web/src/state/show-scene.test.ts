import { expect, test } from "vitest";
import { sceneOfKey } from "./show-scene.ts";

test("P and a clicker's keys change the scene and back; other keys do nothing", () => {
  for (const key of ["p", "P", "PageDown", "PageUp"]) {
    expect(sceneOfKey(key, "run")).toBe("pictures");
    expect(sceneOfKey(key, "pictures")).toBe("run");
  }
  expect([sceneOfKey("Enter", "run"), sceneOfKey("x", "pictures")]).toEqual([null, null]);
});

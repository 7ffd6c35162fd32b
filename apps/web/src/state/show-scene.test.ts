import { expect, test } from "vitest";
import { sceneOfKey } from "./show-scene.ts";

test("a clicker's keys change the scene and back; letters and other keys do nothing", () => {
  for (const key of ["PageDown", "PageUp"]) {
    expect(sceneOfKey(key, "run")).toBe("pictures");
    expect(sceneOfKey(key, "pictures")).toBe("run");
  }
  expect(["Enter", "p", "P"].map((key) => sceneOfKey(key, "run"))).toEqual([null, null, null]);
});

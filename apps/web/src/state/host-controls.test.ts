import { expect, test } from "vitest";
import { hostControls, type RunCommand } from "./host-controls.ts";

const on = (...args: Parameters<typeof hostControls>) =>
  Object.entries(hostControls(...args).enabled)
    .filter(([, enabled]) => enabled)
    .map(([command]) => command as RunCommand);

test("only what is possible can be pressed", () => {
  expect(on("lobby", false)).toEqual(["start"]);
  expect(on("training", false)).toEqual(["pause", "next", "stop"]);
  expect(on("aggregating", false)).toEqual(["pause", "stop"]);
  expect(on("paused", false)).toEqual(["resume", "stop"]);
  expect(on("selecting", true)).toEqual(["pause", "next", "stop"]);
  expect(on("done", false)).toEqual([]);
});

test("the large button is the next sensible act", () => {
  expect(hostControls("lobby", false).primary).toBe("start");
  expect(hostControls("training", false).primary).toBe("pause");
  expect(hostControls("selecting", true).primary).toBe("next");
  expect(hostControls("paused", true).primary).toBe("resume");
  expect(hostControls("done", false).primary).toBeNull();
});

test("a run is configured before it starts or after it ended", () => {
  expect(hostControls("lobby", false).canConfigure).toBe(true);
  expect(hostControls("done", false).canConfigure).toBe(true);
  expect(hostControls("evaluating", false).canConfigure).toBe(false);
});

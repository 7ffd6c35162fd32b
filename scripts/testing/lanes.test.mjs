import { expect, test } from "vitest";
import { runInLanes } from "./lanes.mjs";

/** Steps that end when they are told to; `seen` has what began and ended, in order. */
function stage(steps) {
  const seen = [];
  const endings = new Map();
  const run = ({ name }) => {
    seen.push(name);
    return new Promise((resolve) => endings.set(name, resolve));
  };
  const end = async (name) => {
    seen.push(`${name} over`);
    endings.get(name)();
    await settled();
  };
  return { seen, end, done: runInLanes(steps, run) };
}

/** All that is due without a clock has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a step without lanes runs alone, two steps of one lane side by side", async () => {
  const { seen, end, done } = stage([
    { name: "a", lanes: 1 },
    { name: "b", lanes: 1 },
    { name: "c", lanes: 1 },
    { name: "whole" },
    { name: "d", lanes: 1 },
  ]);
  await settled();
  expect(seen).toEqual(["a", "b"]);
  for (const name of ["b", "a", "c", "whole", "d"]) await end(name);
  expect(seen).toEqual([
    ...["a", "b", "b over", "c", "a over", "c over", "whole", "whole over", "d", "d over"],
  ]);
  await done;
});

test("nothing overtakes a step that needs more room", async () => {
  const { seen, end } = stage([
    { name: "a", lanes: 1 },
    { name: "whole" },
    { name: "b", lanes: 1 },
  ]);
  await settled();
  expect(seen).toEqual(["a"]);
  await end("a");
  expect(seen.at(-1)).toBe("whole");
});

test("a step that mostly waits runs beside any other, and a later one waits for it by name", async () => {
  const { seen, end, done } = stage([
    { name: "setup", lanes: 0 },
    { name: "whole" },
    { name: "gpu", after: "setup" },
    { name: "e2e", after: "setup" },
  ]);
  await settled();
  expect(seen).toEqual(["setup", "whole"]);
  await end("whole");
  expect(seen.at(-1)).toBe("whole over");
  await end("setup");
  expect(seen.at(-1)).toBe("gpu");
  await end("gpu");
  await end("e2e");
  await done;
});

test("a step that waits for one that was not chosen begins at once", async () => {
  const { seen } = stage([{ name: "gpu", after: "setup" }]);
  await settled();
  expect(seen).toEqual(["gpu"]);
});

import { beforeAll, expect, test } from "vitest";

import { prepareNodeGpu, prepareNodeWasm } from "../gpu/node.ts";
import type { DeviceProbe } from "../gpu/probe.ts";
import { chooseExecutor } from "./choose-executor.ts";

const probe: DeviceProbe = { kind: "software-gpu", label: "software", reason: "software" };

beforeAll(async () => {
  prepareNodeWasm();
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
});

/** A clock that is read twice for each of three steps of both: those of one take 1 ms or more, of the other 8. */
function clock(slower: "engine" | "wasm"): () => number {
  const [fast, slow] = [
    [0, 3, 0, 1, 0, 9],
    [0, 8, 0, 30, 0, 8],
  ] as const;
  const took = slower === "wasm" ? [...fast, ...slow] : [...slow, ...fast];
  return () => took.shift()!;
}

test("software graphics trains with whichever of engine and wasm was faster", async () => {
  expect(await chooseExecutor(probe, { now: clock("wasm") })).toEqual({
    ...{ executor: "engine", backend: "webgpu" },
    reason: { kind: "software-faster", times: 8 },
    why: "software graphics, 8.0 times faster than wasm here",
  });
  expect(await chooseExecutor(probe, { now: clock("engine") })).toEqual({
    ...{ executor: "kernels", backend: "wasm" },
    reason: { kind: "software-slower", times: 8 },
    why: "software graphics: wasm is 8.0 times faster here",
  });
});

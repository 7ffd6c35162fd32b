import { expect, test } from "vitest";

import { type Fault, faults, faultyExecutor, goldenCase } from "../testing/golden.ts";
import { selfTest } from "./self-test.ts";

const cases = [goldenCase("dense-t4"), goldenCase("direct-t3")];

/** The deadline comes when `isOver` says so: never by itself. */
async function run(fault: Fault, isOver = false) {
  let nowMs = 0;
  const disposed: number[] = [];
  const result = await selfTest({
    cases,
    make: async (spec) => {
      const executor = await faultyExecutor(spec, fault);
      return { ...executor, dispose: () => disposed.push(spec.timesteps) };
    },
    now: () => (nowMs += 250),
    rest: () => (isOver ? Promise.resolve() : new Promise(() => undefined)),
    deadlineMs: 20_000,
  });
  return { ...result, disposed };
}

test("a device that computes as PyTorch does passes, in measured time", async () => {
  expect(await run(faults.none)).toEqual({
    ...{ problem: null, isHung: false, ms: 250, disposed: [4, 3] },
  });
});

test.each<[string, Fault, string]>([
  [
    "a gradient that is slightly off",
    faults.gradient,
    "this graphics driver computes wrong results (dense-t4: step1/grad/0.weight is off by 3e-2)",
  ],
  [
    "what is not a number",
    faults.notANumber,
    "this graphics driver computes wrong results (dense-t4: step1/logits is not a number)",
  ],
  ["an exception", faults.throws, "this graphics device fails (dense-t4: the driver gave up)"],
])("%s fails with the first fact", async (_, fault, problem) => {
  expect(await run(fault)).toEqual({ problem, isHung: false, ms: 250, disposed: [4] });
});

test("a device that does not come to an end is given up at the deadline", async () => {
  expect(await run(faults.hangs, true)).toMatchObject({
    problem: "this graphics device does not answer (dense-t4: no end after 20 s)",
    isHung: true,
  });
});

test("a case that only the second network breaks is named", async () => {
  const fault: Fault = (executor) =>
    executor.spec.timesteps === 3 ? faults.gradient(executor) : {};
  expect((await run(fault)).problem).toMatch(/\(direct-t3: step1\/grad\//);
});

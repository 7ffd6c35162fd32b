import { SnnError, type DeviceProbe, type Tuning, type TuningReport } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import { type Fault, faults, faultyExecutor, goldenCase } from "../testing/golden.ts";
import type { DeviceCore } from "./core.ts";
import type { PrepareOptions, PrepareStep } from "./options.ts";
import { prepareDevice } from "./prepare-device.ts";

const adapter = "M2";
const probe: DeviceProbe = { kind: "gpu", label: adapter, reason: "ok" };
const named = (name: string) => ({ name }) as unknown as Tuning;
const [plainTuning, fastTuning] = [named("plain"), named("fast")];
const reportOf = (tuning: Tuning): TuningReport => ({
  ...{ version: 1, adapter, tuning, ms: 1900, tried: [] },
});

/** A graphics device whose kernels have a fault, perhaps only the fast ones. */
function start(
  faultOf: (tuning: Tuning | undefined) => Fault,
  changes: Partial<PrepareOptions> = {},
  kept: unknown = null,
  tuner: "works" | "fails" | "hangs" = "works",
) {
  const made: { on: string; tuning: Tuning | undefined; rule?: string }[] = [];
  const saved: TuningReport[] = [];
  const said: PrepareStep[] = [];
  const seen = { tuned: 0 };
  const core: DeviceCore = {
    plainTuning,
    chooseExecutor: (_, { wanted }) => {
      const [executor, backend] = (wanted ?? "engine/webgpu").split("/") as ["engine", "webgpu"];
      const because = { reason: { kind: "hardware" }, why: "graphics hardware" } as const;
      return Promise.resolve({ executor, backend, ...because });
    },
    createExecutor: ({ spec, executor, backend, tuning, rule, onCompile }) => {
      onCompile?.(1, 2);
      made.push({ on: `${executor}/${backend}`, tuning, ...(rule && { rule }) });
      return faultyExecutor(spec, backend === "webgpu" ? faultOf(tuning) : faults.none);
    },
    tune: () => {
      seen.tuned += 1;
      if (tuner === "fails") return Promise.reject(new SnnError("gpu/failed", "lost"));
      if (tuner === "hangs") return new Promise(() => undefined);
      return Promise.resolve(reportOf(fastTuning));
    },
    readTuning: (value, name) => {
      const report = value as TuningReport | null;
      return report?.adapter === name ? report : null;
    },
  };
  const prepared = prepareDevice({
    ...{ probe, wanted: undefined, tuning: "auto", core },
    store: {
      load: () => Promise.resolve(kept),
      save: (report) => Promise.resolve(void saved.push(report)),
    },
    loadCases: () => Promise.resolve([goldenCase("dense-t4")]),
    now: () => 0,
    rest: () => new Promise(() => undefined),
    onProgress: (step) => said.push(step),
    ...changes,
  });
  return { prepared, made, saved, said, seen };
}

const always = (fault: Fault) => () => fault;

test("a right device keeps what was measured and trains with it", async () => {
  const { prepared, made, saved, said } = start(always(faults.none));
  const device = await prepared;
  expect(device).toMatchObject({
    ...{ executor: "engine", backend: "webgpu", why: "graphics hardware", problem: null },
    ...{ reason: { kind: "hardware" }, kernelProblem: null },
    tuning: { tuning: fastTuning, source: "measured", ms: 1900 },
    selfTestMs: 0,
  });
  expect(saved).toEqual([reportOf(fastTuning)]);
  await device.trainer(goldenCase("dense-t4").spec);
  expect(made.at(-1)).toEqual({ on: "engine/webgpu", tuning: fastTuning });
  expect(said).toEqual(["tuning", "testing"]);
});

test("compiling is told for the training, not for the test before it", async () => {
  const compiled: number[][] = [];
  const onCompile = (done: number, total: number) => compiled.push([done, total]);
  const device = await start(always(faults.none), { onCompile }).prepared;
  expect(compiled).toEqual([]);
  await device.trainer(goldenCase("dense-t4").spec);
  expect(compiled).toEqual([[1, 2]]);
});

test("what was kept is not measured again", async () => {
  const { prepared, saved, seen } = start(always(faults.none), {}, reportOf(fastTuning));
  expect((await prepared).tuning).toEqual({ tuning: fastTuning, source: "kept", ms: 1900 });
  expect([seen.tuned, saved]).toEqual([0, []]);
});

test("what was kept for another adapter, or cannot be read, is measured", async () => {
  const other = { ...reportOf(fastTuning), adapter: "another" };
  expect((await start(always(faults.none), {}, other).prepared).tuning?.source).toBe("measured");
  const denied = () => Promise.reject(new Error("denied"));
  const store = { load: denied, save: denied };
  const { prepared } = start(always(faults.none), { store });
  expect((await prepared).tuning?.source).toBe("measured");
});

test.each<[string, Fault, RegExp]>([
  ["computes a gradient slightly wrong", faults.gradient, /^this graphics driver computes wrong/],
  ["makes what is not a number", faults.notANumber, /step1\/logits is not a number/],
  ["throws", faults.throws, /^this graphics device fails \(dense-t4: the driver gave up\)/],
])("a device that %s trains on wasm and says so", async (_, fault, problem) => {
  const { prepared, made, saved } = start(always(fault));
  const device = await prepared;
  expect(device).toMatchObject({ executor: "kernels", backend: "wasm", selfTestMs: null });
  expect(device.reason).toEqual({ kind: "failed" });
  expect(device.problem).toMatch(problem);
  expect(device.why).toBe(`${device.problem}: the processor trains instead`);
  expect(saved).toEqual([]);
  expect(made.map(({ tuning }) => tuning)).toEqual([fastTuning, plainTuning]);
  await device.trainer(goldenCase("dense-t4").spec);
  expect(made.at(-1)).toEqual({ on: "kernels/wasm", tuning: undefined });
});

test.each([false, true])(
  "a rule that the engine does not know is learned by on wasm, unless a person insists (chosen before: %s)",
  async (isRemembered) => {
    const { spec } = goldenCase("dense-t4");
    const wanted = isRemembered ? "engine/webgpu" : undefined;
    const { prepared, made } = start(always(faults.none), { wanted, isRemembered });
    const device = await prepared;
    await device.trainer(spec, "proxy");
    expect(made.at(-1)).toMatchObject({ on: "kernels/wasm" });
    await device.trainer(spec, "surrogate-bptt");
    expect(made.at(-1)).toMatchObject({ on: "engine/webgpu" });
    const insisted = start(always(faults.none), { wanted: "engine/webgpu" });
    await (await insisted.prepared).trainer(spec, "tandem");
    expect(insisted.made.at(-1)).toMatchObject({ on: "engine/webgpu", rule: "tandem" });
  },
);

test("a device that hangs is not tried again: wasm trains", async () => {
  const { prepared, made } = start(always(faults.hangs), { rest: () => Promise.resolve() });
  expect(await prepared).toMatchObject({
    ...{ executor: "kernels", backend: "wasm" },
    problem: "this graphics device does not answer (dense-t4: no end after 20 s)",
  });
  expect(made).toHaveLength(1);
});

test("where only the fast kernels are wrong, the plain ones train, and are kept", async () => {
  const onlyFast = (tuning: Tuning | undefined) =>
    tuning === fastTuning ? faults.gradient : faults.none;
  const { prepared, saved } = start(onlyFast, {}, reportOf(fastTuning));
  const device = await prepared;
  expect(device).toMatchObject({
    ...{ executor: "engine", backend: "webgpu", problem: null },
    tuning: { tuning: plainTuning, source: "plain" },
  });
  expect(device.reason).toEqual({ kind: "hardware" });
  expect(device.kernelProblem).toMatch(/^this graphics driver computes wrong results/);
  expect(device.why).toBe(
    `graphics hardware; plain kernels, since with the chosen ones ${device.kernelProblem}`,
  );
  expect(saved).toEqual([reportOf(plainTuning)]);
});

test("a person's wish for plain kernels measures and keeps nothing", async () => {
  const { prepared, seen, saved } = start(always(faults.none), { tuning: "plain" });
  expect((await prepared).tuning).toEqual({ tuning: plainTuning, source: "plain", ms: null });
  expect([seen.tuned, saved]).toEqual([0, []]);
});

test("software graphics measures nothing, but takes what was kept", async () => {
  const software = { ...probe, kind: "software-gpu", reason: "software" } as const;
  const { prepared, seen } = start(always(faults.none), { probe: software });
  expect((await prepared).tuning?.source).toBe("plain");
  expect(seen.tuned).toBe(0);
  const kept = start(always(faults.none), { probe: software }, reportOf(fastTuning));
  expect((await kept.prepared).tuning?.source).toBe("kept");
});

test("a report that a person names is used, or refused when it is not of this adapter", async () => {
  const mine = { name: "m2.json", report: reportOf(fastTuning) };
  const { prepared } = start(always(faults.none), { tuning: mine });
  expect((await prepared).tuning?.source).toBe("given");
  const other = { name: "a.json", report: { ...reportOf(fastTuning), adapter: "A" } };
  await expect(start(always(faults.none), { tuning: other }).prepared).rejects.toThrow("a.json");
});

test("a report that a person names and that computes wrongly is not kept, nor is another", async () => {
  const mine = { name: "m2.json", report: reportOf(fastTuning) };
  const onlyPlain = (tuning: Tuning | undefined) =>
    tuning === fastTuning ? faults.gradient : faults.none;
  const { prepared, saved } = start(onlyPlain, { tuning: mine });
  expect((await prepared).tuning?.source).toBe("plain");
  expect(saved).toEqual([]);
});

test("a device that hangs while it is measured goes on to the test with the plain kernels", async () => {
  const rest = () => Promise.resolve();
  const { prepared } = start(always(faults.none), { rest }, null, "hangs");
  expect((await prepared).tuning?.source ?? "none").not.toBe("measured");
});

test("a device on which nothing can be measured is tested with the plain kernels", async () => {
  const { prepared, saved } = start(always(faults.none), {}, null, "fails");
  expect((await prepared).tuning).toEqual({ tuning: plainTuning, source: "plain", ms: null });
  expect(saved).toEqual([]);
});

test("a device whose test cannot be loaded does not train untested", async () => {
  const loadCases = () => Promise.reject(new Error("status 503"));
  expect((await start(always(faults.none), { loadCases }).prepared).why).toBe(
    "this graphics device could not be tested (status 503): the processor trains instead",
  );
});

test("other executors on webgpu are tested too, without tuning; the processor is not", async () => {
  const kernels = await start(always(faults.gradient), { wanted: "kernels/webgpu" }).prepared;
  expect(kernels).toMatchObject({ executor: "kernels", backend: "wasm", tuning: null });
  const { prepared, made } = start(always(faults.gradient), { wanted: "reference/cpu" });
  expect(await prepared).toMatchObject({ executor: "reference", backend: "cpu", problem: null });
  expect(made).toEqual([]);
});

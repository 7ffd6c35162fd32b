import { SnnError, type Executor, type ModelSpec } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import { createSharedTrainer } from "./shared-executor.ts";

const spec = { name: "a" } as ModelSpec;
const step = [{ images: null!, indices: [], seed: 1 }, null!] as const;

function fakes() {
  const made: { disposed: boolean; error: Error | null }[] = [];
  const rules: (string | undefined)[] = [];
  const compile: (() => void)[] = [];
  const trainer = createSharedTrainer((of, rule, onSign) => {
    rules.push(rule);
    compile.push(onSign);
    const fake = { disposed: false, error: null as Error | null };
    made.push(fake);
    const trainStep = (_batch: unknown, _optimizer: unknown, loss?: unknown) =>
      fake.error === null ? Promise.resolve(loss ?? made.length) : Promise.reject(fake.error);
    const executor = { spec: of, trainStep, setState: () => undefined };
    const dispose = () => (fake.disposed = true);
    return Promise.resolve({ ...executor, dispose } as unknown as Executor);
  });
  return { made, rules, compile, trainer };
}

test("all share one executor, whom nobody disposes of alone", async () => {
  const { made, trainer } = fakes();
  const [a] = [await trainer(spec), await trainer({ ...spec })];
  a.dispose();
  expect(made).toEqual([{ disposed: false, error: null }]);
  await trainer({ ...spec, name: "b" });
  expect(made).toHaveLength(2);
});

test("who learns by another rule gets another one, that knows it", async () => {
  const { rules, trainer } = fakes();
  for (let i = 0; i < 2; i++) await trainer(spec, "proxy");
  await trainer(spec, "surrogate-bptt");
  expect(rules).toEqual(["proxy", "surrogate-bptt"]);
});

test("the loss that is asked for reaches it", async () => {
  const { trainer } = fakes();
  const a = await trainer(spec);
  const loss = { options: { kind: "cross-entropy" }, teacher: null } as const;
  expect(await a.trainStep(...step, loss)).toBe(loss);
});

test("after its device failed, who asks next gets a new one and who held it is told", async () => {
  const { made, trainer } = fakes();
  const [a, b] = [await trainer(spec), await trainer(spec)];
  made[0]!.error = new SnnError("gpu/failed", "the device was lost");
  await expect(a.trainStep(...step)).rejects.toThrow("the device was lost");
  expect(made[0]!.disposed).toBe(true);
  expect(() => b.setState(new Float32Array())).toThrow("the device was lost");
  await expect(b.trainStep(...step)).rejects.toThrow("the device was lost");
  const [next, same] = [await trainer(spec), await trainer(spec)];
  expect(await next.trainStep(...step)).toBe(2);
  expect(await same.trainStep(...step)).toBe(2);
  expect(made).toHaveLength(2);
});

test("an error that is not the device's changes nothing", async () => {
  const { made, trainer } = fakes();
  const a = await trainer(spec);
  made[0]!.error = new SnnError("train/not-finite", "the loss is NaN");
  await expect(a.trainStep(...step)).rejects.toThrow("NaN");
  await trainer(spec);
  expect(made).toEqual([{ disposed: false, error: made[0]!.error }]);
});

test("while it compiles all who share it are told, also who asks later, and nobody else", async () => {
  const { compile, trainer } = fakes();
  const heard: string[] = [];
  const first = trainer(spec, "proxy", () => heard.push("first"));
  const second = trainer(spec, "proxy", () => heard.push("second"));
  void trainer({ ...spec, name: "b" }, "proxy", () => heard.push("other"));
  compile[0]!();
  expect(heard).toEqual(["first", "second"]);
  await Promise.all([first, second]);
  await trainer(spec, "proxy", () => heard.push("third"));
  compile[0]!();
  expect(heard.slice(2)).toEqual(["first", "second", "third"]);
  expect(compile).toHaveLength(2);
});

test("who is done with it is told no more", async () => {
  const { compile, trainer } = fakes();
  const heard: string[] = [];
  const first = await trainer(spec, "proxy", () => heard.push("first"));
  await trainer(spec, "proxy", () => heard.push("second"));
  first.dispose();
  compile[0]!();
  expect(heard).toEqual(["second"]);
});

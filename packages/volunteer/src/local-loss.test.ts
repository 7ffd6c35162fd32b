import type { Task } from "@spikefed/protocol";
import { featureShapes, labelsOf, type RuleKind, type StepLoss } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import { createFakeExecutor, type FakeExecutor } from "./testing/fake-executor.ts";
import { settle, startVolunteer } from "./testing/start.ts";

const fedlec = { kind: "fedlec", calibration: 0.005, distillation: 0.1 } as const;

/** Notes what steps are compared with; as a teacher it gives class c of picture b the logit b + c / 10. */
function noting(executor: FakeExecutor) {
  const noted = { losses: [] as (StepLoss | undefined)[], judged: 0 };
  const { trainStep } = executor;
  executor.trainStep = (batch, optimizer, loss) => {
    noted.losses.push(loss);
    return trainStep(batch, optimizer, loss);
  };
  executor.evaluate = (batch) => {
    noted.judged += 1;
    const rows = Array.from(labelsOf(batch), (b) =>
      Array.from({ length: 10 }, (_, c) => b + c / 10),
    );
    return Promise.resolve(Float32Array.from(rows.flat()));
  };
  return noted;
}

function withLoss(task: Task, localLoss: Task["train"]["localLoss"]): Task {
  return { ...task, train: { ...task.train, localLoss } };
}

test("a task with FedLEC is trained with the shares of the shard's own labels, against the round's model", async () => {
  const noted: ReturnType<typeof noting>[] = [];
  const { coordinator } = startVolunteer({}, (executor) => noted.push(noting(executor)));
  await settle();
  coordinator.say("task", withLoss(coordinator.task(1), fedlec));
  await settle();
  const [{ losses, judged }] = noted as [ReturnType<typeof noting>];
  expect(judged).toBe(2);
  expect(losses).toHaveLength(6);
  const prior = [0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0, 0, 0];
  for (const loss of losses) {
    expect(loss!.options).toEqual({ ...fedlec, prior });
    const [first, second] = [loss!.teacher![0]!, loss!.teacher![10]!];
    expect(new Set([0, 1, 2, 3]).has(first) && new Set([0, 1, 2, 3]).has(second)).toBe(true);
    expect(first).not.toBe(second);
  }
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true }]);
});

test("a task with cross entropy asks no teacher", async () => {
  const noted: ReturnType<typeof noting>[] = [];
  const { coordinator } = startVolunteer({}, (executor) => noted.push(noting(executor)));
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(noted).toEqual([{ losses: Array(6).fill(undefined), judged: 0 }]);
});

test("a cancel in the teacher's part ends the work there", async () => {
  const { coordinator, executors } = startVolunteer({}, (executor) => {
    const noted = noting(executor);
    const { evaluate } = executor;
    executor.evaluate = (batch) => {
      if (noted.judged === 0) coordinator.say("cancel", { round: 1, why: "closed" });
      return evaluate(batch);
    };
  });
  await settle();
  const localLoss = {
    kind: "distillation",
    weight: 0.1,
    temperature: 3,
    teacher: "global",
    teacherEpochs: 1,
  } as const;
  coordinator.say("task", withLoss(coordinator.task(1), localLoss));
  await settle();
  expect(executors[0]?.steps).toBe(0);
  expect(coordinator.uploads.size).toBe(0);
  expect(coordinator.seen("training-failed")).toEqual([]);
});

const tandem = { kind: "tandem", weight: 100, teacherEpochs: 2 } as const;

/** Notes who is made for which rule, and who does how many steps by which. */
function startRuled() {
  const made: { name: string; rule: RuleKind; executor: FakeExecutor }[] = [];
  const rules: (string | undefined)[] = [];
  const started = startVolunteer({
    trainer: (spec, rule) => {
      const executor = createFakeExecutor(spec);
      const { trainStep } = executor;
      executor.trainStep = (batch, optimizer, loss, by) => {
        rules.push(by?.kind);
        return trainStep(batch, optimizer, loss, by);
      };
      const neurons = [...featureShapes(spec)].map(({ c, h, w }) => c * h * w);
      executor.trace = (batch) => {
        const size = (block: number) => labelsOf(batch).length * neurons[block + 1]!;
        const values = new Map([0, 2, 4].map((block) => [block, new Float32Array(size(block))]));
        return Promise.resolve({ logits: new Float32Array(10), spikes: new Map(), values });
      };
      made.push({ name: spec.name, rule, executor });
      return Promise.resolve({ ...executor, name: "kernels", backend: "wasm" });
    },
    device: { kind: "gpu", label: "test", executor: "engine/webgpu" },
  });
  return { ...started, made, rules };
}

test("a task in tandem trains the twin first, in an executor of its own that is kept", async () => {
  const { coordinator, made, rules, now } = startRuled();
  await settle();
  expect(now().device.executor).toBe("kernels/wasm");
  for (const round of [1, 2]) {
    const task = coordinator.task(round);
    coordinator.say("task", { ...task, train: { ...task.train, localRule: tandem } });
    await settle();
  }
  expect(made.map(({ name, rule }) => [name, rule])).toEqual([
    ["s4", "surrogate-bptt"],
    ["s4", "tandem"],
    ["s4-ann", "tandem"],
  ]);
  expect(made[0]!.executor.isDisposed).toBe(true);
  const steps = made.map(({ executor }) => executor.steps);
  expect(rules.slice(0, 4)).toEqual(Array(4).fill(undefined));
  expect(rules.slice(4, 10)).toEqual(Array(6).fill("tandem"));
  expect(steps[2]! * 6).toBe(steps[1]! * 4);
  const told = coordinator.seen("progress");
  expect(told).toContainEqual(expect.objectContaining({ round: 1, batch: 0 })); // of the twin
});

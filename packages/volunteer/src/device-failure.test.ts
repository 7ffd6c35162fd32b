import { readMessage } from "@spikefed/protocol";
import { SnnError } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import type { FakeExecutor } from "./testing/fake-executor.ts";
import { settle, startVolunteer } from "./testing/start.ts";

const lost = () =>
  new SnnError("gpu/failed", "kernel packed_conv: the graphics device was lost: reset");

/** Fails in its third step while `isBroken`. */
const failing = (isBroken: () => boolean, error: () => Error) => (executor: FakeExecutor) => {
  executor.beforeStep = (step) => {
    if (step === 3 && isBroken()) throw error();
  };
};

/** What the room was told of failures that were mended. */
const factsOf = ({ seen }: { seen: (event: "state") => unknown[] }) =>
  seen("state").flatMap((message) => (message as { fact?: string }).fact ?? []);

/** Trains round 1 and answers what was sent of it. */
async function updateOf(prepare: (executor: FakeExecutor) => void) {
  const started = startVolunteer({}, prepare);
  await settle();
  started.coordinator.say("task", started.coordinator.task(1));
  await settle();
  const uploads = [...started.coordinator.uploads.values()];
  return { ...started, uploads };
}

test.each(["gpu/failed", "gpu/memory"] as const)(
  "after one %s the same round is trained by a new executor and sent as if nothing had been",
  async (code) => {
    let failures = 0;
    const first = () => failures++ === 0;
    const disturbed = await updateOf(failing(first, () => new SnnError(code, "it broke")));
    const calm = await updateOf(() => undefined);
    expect(disturbed.executors.map(({ isDisposed, steps }) => [isDisposed, steps])).toEqual([
      [true, 3],
      [false, 6],
    ]);
    expect(disturbed.uploads).toMatchObject([{ isCounted: true, commits: 1 }]);
    expect(disturbed.uploads[0]!.data).toEqual(calm.uploads[0]!.data);
    expect(disturbed.coordinator.seen("training-failed")).toEqual([]);
    expect(factsOf(disturbed.coordinator)).toEqual(["it broke"]);
    expect(factsOf(calm.coordinator)).toEqual([]);
    expect(disturbed.now()).toMatchObject({ phase: "sent", error: null });
  },
);

test("the second failure pauses with advice; the round is told not to wait", async () => {
  const { coordinator, executors, now, uploads } = await updateOf(failing(() => true, lost));
  expect(executors.map(({ isDisposed }) => isDisposed)).toEqual([true, true]);
  expect(uploads).toEqual([]);
  expect(now()).toMatchObject({ phase: "paused", error: { code: "volunteer/device" } });
  expect(now().error?.cure).toMatch(/Close other tabs and programs .* resume .* processor/);
  expect(coordinator.seen("training-failed")).toEqual([
    {
      round: 1,
      fact:
        "the graphics device failed twice: " +
        "kernel packed_conv: the graphics device was lost: reset",
    },
  ]);
  expect(coordinator.seen("state").at(-1)).toMatchObject({ state: "paused" });
  coordinator.say("task", coordinator.task(2));
  await settle();
  expect(executors).toHaveLength(2);
});

test("who resumes trains the next round on a new device, and may fail once again", async () => {
  let isBroken = true;
  const { coordinator, volunteer, executors, now } = await updateOf(failing(() => isBroken, lost));
  isBroken = false;
  volunteer.resume();
  coordinator.say("task", coordinator.task(2));
  await settle();
  expect(now()).toMatchObject({ phase: "sent", error: null });
  expect([...coordinator.uploads.values()]).toMatchObject([{ begin: { round: 2 } }]);
  executors.at(-1)!.beforeStep = (step) => {
    if (step === 8) throw lost();
  };
  coordinator.say("task", coordinator.task(3));
  await settle();
  expect(now().phase).toBe("sent");
  expect(coordinator.uploads.size).toBe(2);
});

test("a failure in each of two rounds that were sent pauses nothing", async () => {
  let steps = 0;
  const { coordinator, executors, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = () => {
      steps += 1;
      if (steps === 2 || steps === 10) throw lost();
    };
  });
  await settle();
  for (const round of [1, 2]) {
    coordinator.say("task", coordinator.task(round));
    await settle();
    expect(now().phase).toBe("sent");
  }
  expect(executors).toHaveLength(3);
  expect(coordinator.uploads.size).toBe(2);
  expect(coordinator.seen("training-failed")).toEqual([]);
  expect(factsOf(coordinator)).toEqual([lost().fact, lost().fact]);
});

test("a failed round that closed meanwhile counts: the next failure pauses", async () => {
  const { coordinator, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => {
      if (step !== 2) return;
      if (now().view.round === 1) coordinator.say("cancel", { round: 1, why: "closed" });
      throw lost();
    };
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(now()).toMatchObject({ phase: "waiting", error: null });
  coordinator.say("task", coordinator.task(2));
  await settle();
  expect(now()).toMatchObject({ phase: "paused", error: { code: "volunteer/device" } });
});

test("a device that is gone when the executor is rebuilt pauses too", async () => {
  const fake = startVolunteer();
  let made = 0;
  const { coordinator, now } = startVolunteer({
    trainer: async () => {
      if (made++ > 0) throw new SnnError("gpu/missing", "there is no WebGPU adapter");
      await settle();
      const executor = fake.executors[0]!;
      executor.beforeStep = () => {
        throw lost();
      };
      return executor;
    },
  });
  await settle();
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(made).toBe(2);
  expect(now()).toMatchObject({ phase: "paused", error: { code: "volunteer/device" } });
  expect(now().error?.fact).toContain("there is no WebGPU adapter");
});

test("a state that a suspect device read back is not sent", async () => {
  const { coordinator, executors, now } = startVolunteer({}, (executor) => {
    executor.getState = () => Promise.reject(lost());
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(executors.map(({ steps }) => steps)).toEqual([6, 6]);
  expect(coordinator.seen("upload-begin")).toEqual([]);
  expect(now().phase).toBe("paused");
});

test("a lack of memory that stays is told with what frees some", async () => {
  const none = () => new SnnError("gpu/memory", "x".repeat(400));
  const { coordinator, now } = await updateOf(failing(() => true, none));
  expect(now()).toMatchObject({ phase: "paused", error: { code: "volunteer/memory" } });
  expect(now().error?.cure).toMatch(/Close other tabs .* a smaller batch or network/);
  const [told] = coordinator.seen("training-failed");
  expect(readMessage("training-failed", told)).toEqual(told);
});

test("while a new device is made the room and the page are told that it restarts", async () => {
  let failures = 0;
  const { coordinator, restarts } = await told(failing(() => failures++ === 0, lost));
  const states = coordinator.seen("state").map((message) => (message as { state: string }).state);
  expect(states.filter((state, i) => state !== states[i - 1])).toEqual([
    ...["ready", "loading", "ready", "training", "restarting", "training", "sending"],
  ]);
  expect(restarts.filter((now, i) => now !== restarts[i - 1])).toEqual([false, true, false]);
});

/** As `updateOf`, with what the snapshots said of a restart. */
async function told(prepare: (executor: FakeExecutor) => void) {
  const restarts: boolean[] = [];
  const started = startVolunteer(
    { onSnapshot: ({ restarting }) => restarts.push(restarting) },
    prepare,
  );
  await settle();
  started.coordinator.say("task", started.coordinator.task(1));
  await settle();
  return { ...started, restarts };
}

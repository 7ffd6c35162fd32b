// A graphics device that fails once, from the volunteer's executor to the coordinator's log.

import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

import type { LogEvent } from "@spikefed/protocol";
import { type Executor, type ModelSpec, SnnError, stateLayout } from "@spikefed/snn-core";
import { createVolunteer, type Volunteer } from "@spikefed/volunteer";
import { io } from "socket.io-client";
import { afterEach, expect, test } from "vitest";

import { startedRun } from "./testing/started-run.ts";
import { testBench, testSettings, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
let volunteer: Volunteer | null = null;
afterEach(async () => {
  volunteer?.dispose();
  await bench.close();
});

const fact = "kernel packed_conv: the graphics device was lost";

/** A device without arithmetic. It fails at its next step as often as there is something in `left`. */
function failing(left: { failures: number }, spec: ModelSpec): Executor {
  const layout = stateLayout(spec);
  let state = new Float32Array(layout.length);
  const spikes = [{ block: 0, neurons: 10, perStep: Float32Array.of(1) }];
  return {
    ...{ name: "engine", backend: "webgpu", spec, layout },
    setState: (next) => {
      state = Float32Array.from(next);
    },
    getState: () => Promise.resolve(state.slice()),
    lastGradient: () => Promise.resolve(new Float32Array(layout.trainable)),
    trainStep: () => {
      left.failures -= 1;
      return left.failures < 0
        ? Promise.resolve({ loss: 2, correct: 1, logits: new Float32Array(), spikes })
        : Promise.reject(new SnnError("gpu/failed", `${fact}\u0007\nfoo\u202e`));
    },
    evaluate: () => Promise.resolve(new Float32Array()),
    trace: () => Promise.resolve({ logits: new Float32Array(10), spikes: new Map() }),
    dispose: () => undefined,
  };
}

function join(port: number): Volunteer {
  const url = `http://127.0.0.1:${port}`;
  const left = { failures: 1 };
  return createVolunteer({
    ...{ url, room: null, name: "Ada", io, clock: () => performance.now() },
    device: { kind: "gpu", label: "a chip", executor: "engine/webgpu" },
    trainer: (spec) => Promise.resolve(failing(left, spec)),
    fetchBytes: async (path) => new Uint8Array(await (await fetch(url + path)).arrayBuffer()),
    randomId: () => randomUUID(),
    sha256: (bytes) => Promise.resolve(createHash("sha256").update(bytes).digest("hex")),
    onSnapshot: () => undefined,
    onSession: () => undefined,
  });
}

const eventsIn = async (): Promise<LogEvent[]> =>
  (await readFile(bench.coordinator.room.run.parts.folder.log, "utf8"))
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text) as LogEvent);

test("the first failure is in the log with the kernel's name, and the round gets its update", async () => {
  bench = await testBench({
    settings: { ...testSettings, rounds: 1, samplesPerClient: 10, batchSize: 5, localEpochs: 1 },
  });
  const host = await bench.host();
  volunteer = join(bench.coordinator.port);
  await host.until(() => host.log.some(({ type }) => type === "joined"));
  await host.host("start");
  const told = await host.seen("device-restarted", 1);
  expect(told).toMatchObject({ client: 1, round: 1, fact: `${fact} foo` });
  expect((await host.seen("aggregated", 1)).clients).toEqual([1]);
  const events = await eventsIn();
  expect(events.filter(({ type }) => type === "device-restarted")).toMatchObject([told]);
  expect(events.filter(({ type }) => type === "training-failed")).toEqual([]);
}, 60_000);

test("who is not waited for fills no log, and who is does so once a round", async () => {
  const run = await startedRun({ rounds: 1, minReports: 2 });
  ({ bench } = run);
  const { a, b, host } = run;
  const task = await a.task(1);
  await b.task(1);
  await a.get("state", { state: "restarting", fact: "kernel one" });
  await a.get("state", { state: "restarting", fact: "kernel two" });
  await a.send(task);
  await a.get("state", { state: "ready", fact: "kernel three" });
  await b.get("state", { state: "training" });
  await host.seen("update-accepted", 1);
  const facts = (await eventsIn()).flatMap((event) =>
    event.type === "device-restarted" ? [[event.client, event.fact]] : [],
  );
  expect(facts).toEqual([[1, "kernel one"]]);
});

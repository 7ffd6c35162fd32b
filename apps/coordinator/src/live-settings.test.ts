// What the host changes of a run that is on, over real connections: tasks, log, records, restarts.

import type { RunSettings } from "@spikefed/protocol";
import { afterEach, describe, expect, test } from "vitest";

import { bufferedRun, only } from "./testing/buffered-run.ts";
import { startedRun, type StartedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

const started = (settings: Partial<RunSettings> = {}) =>
  kept(startedRun({ rounds: 4, ...settings }));
const buffered = (settings: Partial<RunSettings>) => kept(bufferedRun(settings));

async function kept(starting: Promise<StartedRun>): Promise<StartedRun> {
  const run = await starting;
  bench = run.bench;
  return run;
}

describe("settings that the host changes during a run", () => {
  test("hold from the next round on: in its tasks, its log and its signed record", async () => {
    const { a, b, host } = await started();
    const first = await a.task(1);
    await host.host("adjust", { changes: { gradientNoise: 0.5 } });
    expect(await host.seen("settings-changed")).toMatchObject({
      ...{ round: 2, changes: { gradientNoise: 0.5 } },
    });
    await Promise.all([a.send(first), b.send(await b.task(1))]);
    const second = await a.task(2);
    expect([first, second].map(({ train }) => train.gradientNoise)).toEqual([0, 0.5]);
    await Promise.all([a.send(second), b.send(await b.task(2))]);
    await host.seen("aggregated", 2);
    const noise = await Promise.all([1, 2].map((round) => recorded("gradientNoise", round)));
    expect(noise).toEqual([0, 0.5]);
  });

  test("say how many take part from the next round on, also after a restart in between", async () => {
    const { a, b, host } = await started({ rounds: 3 });
    await a.task(1);
    await host.host("adjust", { changes: { participants: 1 } });
    await Promise.all([a.send(await a.task(1)), b.send(await b.task(1))]);
    const { cohort } = await host.seen("round-opened", 2);
    expect(cohort).toHaveLength(1);
    await host.host("adjust", { changes: { participants: null } });
    await bench.coordinator.close();
    await bench.start();
    const [a2, b2, again] = [bench.client(), bench.client(), await bench.host()];
    await a2.hello({ resume: a.resume });
    await b2.hello({ resume: b.resume });
    const task = await Promise.race([a2.task(2), b2.task(2)]);
    await (a2.tasks.length > 0 ? a2 : b2).send(task);
    await Promise.all([a2.send(await a2.task(3)), b2.send(await b2.task(3))]);
    await again.seen("run-ended");
    const opened = again.log.flatMap((event) =>
      event.type === "round-opened" ? [`${event.cohort.length} in ${event.round}`] : [],
    );
    expect(opened).toEqual(["2 in 1", "1 in 2", "1 in 2", "2 in 3"]);
    const said = await Promise.all([1, 2, 3].map((round) => recorded("participants", round)));
    expect(said).toEqual([null, 1, null]);
  });

  test("are refused where fewer would take part than must report, or more than have a place", async () => {
    const { host } = await started({ minReports: 2, clients: 5 });
    for (const participants of [0, 1, 6, 2.5]) {
      const answer = await host.ask("host", { command: "adjust", changes: { participants } });
      expect(answer).toMatchObject({ ok: false, error: { code: "room/settings" } });
      expect(answer.ok ? "" : answer.error.fact).toBe(
        `setting participants is ${participants}; allowed is a whole number from 2 to 5, or null for everybody present`,
      );
    }
    expect(host.log.some(({ type }) => type === "settings-changed")).toBe(false);
  });

  test("make the run wait for next after an average, also after a restart, until it is off", async () => {
    const { a, b, host } = await started();
    await host.host("adjust", { changes: { stepMode: true } });
    await Promise.all([a.send(await a.task(1)), b.send(await b.task(1))]);
    await host.seen("evaluated", 1);
    await bench.coordinator.close();
    await bench.start();
    const [back, again] = [bench.client(), await bench.host()];
    await back.hello({ resume: a.resume });
    await again.until(() => bench.coordinator.room.run.members.online() === 1);
    expect(again.log.some((event) => event.type === "round-opened" && event.round === 2)).toBe(
      false,
    );
    await again.host("adjust", { changes: { stepMode: false } });
    expect(await again.seen("round-opened", 2)).toMatchObject({ cohort: [1] });
    const [changed, opened] = ["settings-changed", "round-opened"].map((type) =>
      again.log.findLastIndex((event) => event.type === type),
    );
    expect(changed).toBeLessThan(opened!);
  });

  test("are refused out of range, with nothing in them, and when the run is over", async () => {
    const { host } = await started();
    const adjust = (changes: object) => host.refusal("host", { command: "adjust", changes });
    for (const changes of [{}, { gradientNoise: 11 }, { stragglerProbability: 1 }, { seed: 1 }]) {
      expect(await adjust(changes)).toBe("wire/invalid");
    }
    await host.host("stop");
    await host.seen("run-ended");
    expect(await adjust({ stepMode: true })).toBe("room/phase");
  });
});

async function recorded(key: keyof RunSettings, round: number): Promise<unknown> {
  const { port } = bench.coordinator;
  const response = await fetch(`http://127.0.0.1:${port}/api/records/${round}`);
  const { record } = (await response.json()) as { record: { settings: Record<string, unknown> } };
  return record.settings[key];
}

test("how many are at work at a time is changed for the next buffer, and a restart knows it", async () => {
  const { a, b, host } = await buffered({ participants: 1, rounds: 9 });
  await host.seen("round-opened", 1);
  const first = only(host.log, "round-opened")[0]!.cohort[0] === 1 ? a : b;
  const task = await first.task(1);
  await host.host("adjust", { changes: { participants: 2 } });
  expect(await host.seen("settings-changed")).toMatchObject({ round: 2 });
  await first.send(task);
  expect((await host.seen("round-opened", 2)).cohort).toEqual([1, 2]);
  await host.host("adjust", { changes: { participants: 1 } });
  await bench.coordinator.close();
  await bench.start();
  const [a2, b2, host2] = [bench.client(), bench.client(), await bench.host()];
  await a2.hello({ resume: a.resume });
  await b2.hello({ resume: b.resume });
  await a2.send(await a2.task(2)); // round 3 has room for one, and the other is at work
  expect((await host2.seen("round-opened", 3)).cohort).toEqual([2]);
  await b2.send(await b2.task(2));
  expect((await host2.seen("round-opened", 4)).cohort).toHaveLength(1);
});

// The four lessons with a host, three tabs and two robots, each to its end: what host and wall reveal is
// what the log says, and it is the lesson's point.
import { eventsOf, type LogEvent } from "../support/log.ts";
import { join, openHost } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";
import { plans } from "./plans.ts";
import { keepResult, readResults, type Result } from "./results.ts";
import { openLesson, playRuns, readReveal } from "./teach.ts";

const seeds = (process.env["SPIKEFED_SEEDS"] ?? "1,2,3").split(",").map(Number);

test.use({ run: { dataset: "cifar10" } });

for (const seed of seeds) {
  for (const plan of plans) {
    test(`${plan.name}, seed ${seed}`, async ({ page: host, coordinator, openTab }) => {
      const isIt = (result: Result) => result.lesson === plan.name && result.seed === seed;
      const known = (await readResults()).find(isIt);
      // Told when a lesson that was measured before is only read again.
      if (known) test.info().annotations.push({ type: "measured before" });
      expect((known ?? (await measure())).sentence).toBe(plan.shown);

      async function measure(): Promise<Result> {
        const { links, log } = coordinator;
        await openHost(host, links);
        await openLesson({ plan, seed, host });
        const wall = await openTab();
        await wall.goto(links.show);
        const tabs = [await openTab(), await openTab(), await openTab()];
        for (const tab of tabs) await join(tab, links, "");
        const logs = await playRuns({ plan, seed, host, tabs, log });
        expect(logs.map((one) => openingOf(one).settings.seed)).toEqual(logs.map(() => seed));
        const told = await readReveal(host);
        expect(await readReveal(wall), "the wall").toEqual(told);
        const { rows, holds, difference } = plan.expect(logs);
        expect(told.rows).toEqual(rows);
        expect(told.sentence === plan.shown, told.sentence).toBe(holds);
        const result = { lesson: plan.name, seed, ...told, difference, ...factsOf(logs) };
        await keepResult(result);
        return result;
      }
    });
  }
}

function factsOf(logs: readonly LogEvent[][]): Pick<Result, "minutes" | "missing" | "pictures"> {
  const timeOf = (log: readonly LogEvent[], type: string) => eventsOf(log, type)[0]!.atMs;
  const closed = logs.flatMap((log) => eventsOf(log, "round-closed"));
  return {
    minutes: logs.map((log) => (timeOf(log, "run-ended") - timeOf(log, "run-started")) / 60_000),
    missing: closed.reduce((sum, { missing = [] }) => sum + missing.length, 0),
    pictures: openingOf(logs[0]!).dataset.source,
  };
}

interface Opening extends LogEvent {
  settings: { seed: number };
  dataset: { source: string };
}

const openingOf = (log: readonly LogEvent[]) => eventsOf(log, "run-opened")[0] as Opening;

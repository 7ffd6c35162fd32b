// A round whose evaluation fails: a gap in the chart and "not measured" in every table, never 0.
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { withoutWebgpu } from "./support/browser.ts";
import { eventsOf } from "./support/log.ts";
import {
  button,
  join,
  logLine,
  openHost,
  readFigures,
  startRun,
  statusOf,
} from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({
  launchOptions: withoutWebgpu,
  run: {
    dataset: "shapes",
    settings: { rounds: 4, clients: 1, samplesPerClient: 32, stepMode: true },
  },
});

test("an evaluation that fails in round 2 is shown as missing on every page", async ({
  page: host,
  coordinator: { links, log, runFolder },
  openTab,
}) => {
  test.setTimeout(180_000);
  const [tab, show] = [await openTab(), await openTab()];
  await show.goto(links.show);
  await join(tab, links);
  await openHost(host, links);
  await startRun(host, 1);
  await expect(logLine(host, /^Round 1: accuracy/)).toBeVisible({ timeout: 120_000 });

  await test.step("the disk does not take what was measured: a folder lies in the file's place", async () => {
    const figures = path.join(await runFolder(), "figures.json");
    await rename(figures, `${figures}.aside`);
    await mkdir(figures);
    await button(host, "Next round").click();
    await expect(logLine(host, /^Accuracy after round 2 was not measured: /)).toBeVisible();
    await rm(figures, { recursive: true });
    await rename(`${figures}.aside`, figures);
  });

  for (const round of [3, 4]) {
    await button(host, "Next round").click();
    await expect(logLine(host, new RegExp(`^Round ${round}: accuracy`))).toBeVisible();
  }
  await expect(statusOf(tab)).toHaveText(/^The run is over after 4 rounds\./);
  const events = await log();
  expect(eventsOf(events, "evaluated").map(({ round }) => round)).toEqual([1, 3, 4]);
  expect(eventsOf(events, "evaluation-failed").map(({ round }) => round)).toEqual([2]);
  for (const page of [tab, host, show]) {
    const figures = await readFigures(page);
    expect(figures.map(({ round }) => round)).toEqual(["1", "2", "3", "4"]);
    for (const { round, group, loss } of figures) {
      if (round === "2") expect([group, loss]).toEqual(["not measured", "not measured"]);
      else
        expect([group, loss]).toEqual([
          expect.stringMatching(/^\d+\.\d %$/),
          expect.stringMatching(/^\d/),
        ]);
    }
    const chart = page.getByRole("img", { name: /^After round 4 the group model/ });
    // Two lines with nothing between them: round 1 alone, then from 3 to 4.
    const points = await chart
      .locator("g.group polyline")
      .evaluateAll((lines) =>
        lines.map((line) => (line as SVGPolylineElement).points.numberOfItems),
      );
    expect(points).toEqual([1, 2]);
  }
  await tab.goto(`${links.origin}/report`);
  await expect(tab.getByRole("row", { name: /^2 .*not measured/ }).first()).toBeVisible();
});

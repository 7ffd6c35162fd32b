// Rounds that nobody judged: a gap in the chart and "not measured" in every table, never 0.
import { withoutWebgpu } from "./support/browser.ts";
import { eventsOf } from "./support/log.ts";
import { join, openHost, readFigures, startRun, statusOf } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({
  launchOptions: withoutWebgpu,
  run: {
    dataset: "shapes",
    settings: { rounds: 4, clients: 1, samplesPerClient: 32, evaluateEvery: 2 },
  },
});

test("what was not measured is shown as missing on every page", async ({
  page: host,
  coordinator: { links, log },
  openTab,
}) => {
  test.setTimeout(180_000);
  const [tab, show] = [await openTab(), await openTab()];
  await show.goto(links.show);
  await join(tab, links);
  await openHost(host, links);
  await startRun(host, 1);
  await expect(statusOf(tab)).toHaveText(/^The run is over after 4 rounds\./, { timeout: 120_000 });
  expect(eventsOf(await log(), "evaluated").map(({ round }) => round)).toEqual([2, 4]);
  for (const page of [tab, host, show]) {
    const figures = await readFigures(page);
    expect(figures.map(({ round }) => round)).toEqual(["1", "2", "3", "4"]);
    for (const { round, group, loss } of figures) {
      if (Number(round) % 2 === 1) expect([group, loss]).toEqual(["not measured", "not measured"]);
      else expect(group).toMatch(/^\d+\.\d %$/);
    }
    const chart = page.getByRole("img", { name: /^After round 4 the group model/ });
    await expect(chart).toBeVisible();
  }
});

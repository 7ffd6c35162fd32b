// Networks that hold back a live connection: the slow path, and pages that say what is wrong.
import { expectAccessible } from "./support/accessible.ts";
import { withoutWebgpu } from "./support/browser.ts";
import { layFilter, type Filter } from "./support/filter.ts";
import { button, openHost, startRun } from "./support/pages.ts";
import type { Links } from "./support/coordinator.ts";
import { expect, test as plain } from "./support/test.ts";

const test = plain.extend<{ filter: Filter }>({
  filter: async ({ coordinator }, use) => {
    const filter = await layFilter(coordinator.links.origin);
    await use(filter);
    filter.dispose();
  },
});

test.use({
  launchOptions: withoutWebgpu,
  run: { dataset: "shapes", settings: { rounds: 1, clients: 1, samplesPerClient: 32 } },
  // Chromium reports each try, and polls that end with the filter.
  expectedErrors: /WebSocket|403|net::ERR_/,
});

/** The same pages, through the filter. */
function linksThrough({ origin }: Filter, links: Links): Links {
  const through = (link: string) => link.replace(links.origin, origin);
  const [toJoin, host, show] = [through(links.join), through(links.host), through(links.show)];
  return { ...links, origin, join: toJoin, host, show };
}

test("without WebSockets a run goes on by polling, and pages say so", async ({
  page: host,
  coordinator: { links },
  filter,
  openTab,
}) => {
  test.setTimeout(300_000);
  const near = linksThrough(filter, links);
  const tab = await openTab();
  const slow = "The live connection is blocked here; using the slow path.";
  await tab.goto(`${near.join}?executor=kernels/wasm`);
  await button(tab, "Join the room").click();
  await expect(tab.getByText("Waiting for the host to start.")).toBeVisible({ timeout: 90_000 });
  await openHost(host, near);
  for (const page of [tab, host]) await expect(page.getByText(slow)).toBeVisible();
  await startRun(host, 1);
  await expect(tab.getByText(/^The run is over after 1 round\./)).toBeVisible({ timeout: 120_000 });
});

test("where polling is held back as well, every page says so, and what to do", async ({
  page: host,
  coordinator: { links },
  filter,
  openTab,
}) => {
  test.setTimeout(300_000);
  const near = linksThrough(filter, links);
  filter.blockLive(true);
  const [show, watcher, tab] = [await openTab(), await openTab(), await openTab()];
  await host.goto(near.host);
  await show.goto(near.show);
  await watcher.goto(`${near.origin}/room/${near.code}?watch=1`);
  await tab.goto(`${near.join}?executor=kernels/wasm`);
  await button(tab, "Join the room").click();
  for (const page of [host, show, watcher, tab]) {
    await expect(page.getByText("The live connection to the room is blocked here.")).toBeVisible();
    await button(page, "Try now").click();
    await page.getByText("Details", { exact: true }).click();
    await expect(page.getByText("net/blocked", { exact: true })).toBeVisible();
  }
  await expectAccessible(host);
  await expectAccessible(tab);
  filter.blockLive(false);
  await expect(tab.getByText("Waiting for the host to start.")).toBeVisible({ timeout: 90_000 });
  await expect(host.getByText("1 in", { exact: true })).toBeVisible({ timeout: 60_000 });
});

// axe on each page in each of its themes, before the run, while it goes on, and where it says no.
import { expectAccessible } from "./support/accessible.ts";
import {
  button,
  expectTraining,
  join,
  logLine,
  onProcessor,
  openHost,
  startRun,
  statusOf,
} from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({
  run: { dataset: "shapes", settings: { rounds: 20, clients: 1, samplesPerClient: 256 } },
  // Of a room and of a page that there are not.
  expectedErrors: /404 .*\/(r\/BBBB\/api\/room|nowhere)/,
});

test("axe finds nothing on the join page, open and folded", async ({ page, coordinator }) => {
  await page.goto(coordinator.links.join);
  await expect(statusOf(page)).toContainText("This device: ready");
  await expectAccessible(page);
  await page.getByText("What does this do?").click();
  await expect(page.getByText("The pictures come from us")).toBeVisible();
  await expectAccessible(page);
  await page.goto(coordinator.links.origin); // without a code
  await expect(page.getByRole("textbox", { name: "Room code" })).toBeVisible();
  await expectAccessible(page);
});

test("axe finds nothing on pages that say no: wrong key, no key, no room, no page, no place", async ({
  page,
  coordinator: { links },
  openTab,
}) => {
  test.slow();
  const host = `${links.origin}/host`;
  const cases = [
    [`${host}#key=wrong`, "The host key is wrong."],
    [host, "The address has no host key."],
    [`${links.origin}/j/BBBB`, "There is no room BBBB here."],
    [`${links.origin}/room/BBBB?watch=1`, "No room BBBB."],
    [`${links.origin}/show/BBBB`, "No room BBBB."],
    [`${links.origin}/nowhere/here`, "There is no page at this address"],
  ] as const;
  for (const [address, words] of cases) {
    await page.evaluate(() => sessionStorage.clear()).catch(() => undefined); // not on about:blank
    await page.goto("about:blank");
    await page.goto(address);
    await expect(page.getByText(words)).toBeVisible();
    for (const details of await page.getByText("Details", { exact: true }).all()) {
      await details.click();
    }
    await expectAccessible(page);
  }
  await join(await openTab(), links);
  await page.goto(links.join + onProcessor);
  await button(page, "Join the room").click();
  await expect(page.getByRole("alert")).toContainText("The only share is taken.");
  await expectAccessible(page);
});

test("axe finds nothing before the start: volunteer, watcher, host with its form, projector", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const [tab, watcher, show] = [await openTab(), await openTab(), await openTab()];
  await join(tab, links);
  await watcher.goto(`${links.origin}/room/${links.code}?watch=1`);
  await expect(watcher.getByText("You are watching: 1 in.")).toBeVisible();
  await show.goto(links.show);
  await expect(statusOf(show)).toHaveText("1 here");
  for (const page of [tab, watcher, show]) await expectAccessible(page);
  await openHost(host, links);
  await expectAccessible(host);
  await button(host, "Set up another run").click();
  await host.getByRole("radio", { name: /^Unequal/ }).check();
  await host.getByText("All settings").click();
  await expect(host.getByRole("textbox", { name: /^Momentum/ })).toBeVisible();
  await expectAccessible(host);
});

test("axe finds nothing while the run goes on: volunteer, watcher, host, projector", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  test.setTimeout(240_000);
  const [tab, watcher, show] = [await openTab(), await openTab(), await openTab()];
  await openHost(host, links);
  await join(tab, links);
  await watcher.goto(`${links.origin}/room/${links.code}?watch=1`);
  await show.goto(links.show);
  await startRun(host, 1);
  await expect(logLine(host, /^Round 1: accuracy/)).toBeVisible({ timeout: 120_000 });
  await expectTraining(tab, 2);
  await expectAccessible(tab);
  for (const page of [tab, watcher, show, host]) {
    await page.getByText("Table of these numbers").click();
  }
  await tab.getByText("This device", { exact: true }).click();
  for (const page of [tab, watcher, show, host]) await expectAccessible(page);
  await button(tab, "Leave…").click();
  await expectAccessible(tab);
});

// Every page: those that need no room's run, and those of a run, before the start and between two rounds.
import { openHost, join, logLine, startRun, statusOf } from "../support/pages.ts";
import { expect, test, type Page } from "../support/test.ts";
import type { Locator } from "@playwright/test";
import { drawSheet } from "./sheet.ts";

const settings = { rounds: 3, stepMode: true, samplesPerClient: 128 };
test.use({ run: { dataset: "shapes", settings } });

test("pages without a run", async ({ page, coordinator: { links }, openTab }) => {
  const paper = await openTab();
  const addresses = { join: links.join, explain: `${links.origin}/explain` };
  const problems: string[] = [];
  for (const [name, address] of Object.entries({ ...addresses, bench: `${links.origin}/bench` })) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    problems.push(...(await drawSheet(page, paper, name)));
  }
  expect(problems, "what does not fit").toEqual([]);
});

test("pages of a run", async ({ page: host, coordinator: { links }, openTab }) => {
  const [tab, watcher, show] = [await openTab(), await openTab(), await openTab()];
  const paper = await openTab();
  const problems: string[] = [];
  const draw = async (what: Page | Locator, name: string) =>
    problems.push(...(await drawSheet(what, paper, name)));

  await join(tab, links);
  await openHost(host, links);
  await show.goto(links.show);
  await watcher.goto(`${links.origin}/room/${links.code}?watch=1`);
  await expect(statusOf(show)).toHaveText("1 here");
  await draw(show, "show-lobby");
  await draw(host, "host-lobby");
  await draw(tab, "volunteer-lobby");

  await host.getByRole("button", { name: "Set up another run" }).click();
  await host.getByText("All settings").click();
  await draw(host.locator("#setup"), "host-form");
  await host.getByRole("button", { name: "Keep this run" }).click();

  await startRun(host, 1);
  await expect(logLine(host, /^Round 1: accuracy/)).toBeVisible();
  await host.locator("button.primary.large").click();
  await expect(logLine(host, /^Round 2: accuracy/)).toBeVisible();
  await draw(tab, "volunteer");
  await draw(show, "show");
  await draw(host, "host");
  await draw(watcher, "watch");
  expect(problems, "what does not fit").toEqual([]);
});

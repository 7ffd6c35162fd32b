// What people do on the pages, by role and name.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Links } from "./coordinator.ts";
import type { Figures } from "./log.ts";

/** Trains on the processor: for tests that are not about kernels. */
export const onProcessor = "?executor=kernels/wasm";
export const onWebgpu = "?executor=engine/webgpu";

/** What is read out: some live regions are empty until there is something to say. */
export const statusOf = (page: Page): Locator => page.getByRole("status").filter({ hasText: /\S/ });
const myRound = (page: Page): Locator => page.getByRole("progressbar", { name: "My round" });
export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("button", { name });

/** Opens the join link, presses Join and waits until the tab is in; answers its name. */
export async function join(page: Page, links: Links, search = onProcessor): Promise<string> {
  await page.goto(links.join + search);
  await button(page, "Join the room").click();
  const welcome = /^You are in, (.+)\. Waiting for the host to start\.$/;
  await expect(statusOf(page)).toHaveText(welcome, { timeout: 60_000 });
  const name = welcome.exec(await statusOf(page).innerText())![1]!;
  await expect(page.getByRole("banner").getByText(name, { exact: true })).toBeVisible();
  return name;
}

export async function openHost(page: Page, links: Links): Promise<void> {
  await page.goto(links.host);
  await expect(page.getByRole("heading", { name: "Host console" })).toBeVisible();
  await expect(page.getByText("connected", { exact: true })).toBeVisible();
}

/** Presses Start when as many volunteers are in. */
export async function startRun(host: Page, volunteers: number): Promise<void> {
  await expect(host.getByText(`${volunteers} in`, { exact: true })).toBeVisible();
  await button(host, "Start").click();
  await expect(logLine(host, "The host started the run.")).toBeVisible();
}

/** A sentence in the host's log. */
export function logLine(host: Page, text: string | RegExp): Locator {
  return host.getByRole("region", { name: "Lines of the log" }).getByText(text);
}

/** Waits until this round or a later one is worked on, with at least one batch done. */
export async function expectTraining(page: Page, fromRound: number): Promise<void> {
  const trainedRound = async () => {
    const text = await statusOf(page).innerText();
    return Number(/^Round (\d+) of \d+\. Training/.exec(text)?.[1] ?? 0);
  };
  await expect
    .poll(trainedRound, { timeout: 120_000, intervals: [100] })
    .toBeGreaterThanOrEqual(fromRound);
  await expect(myRound(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^Batch [1-9]\d* of/)).toBeVisible({ timeout: 60_000 });
}

/** The table of numbers under the curve. */
export async function readFigures(page: Page): Promise<Figures[]> {
  const table = page.getByRole("region", { name: "Accuracy by round" }).getByRole("table");
  if (!(await table.isVisible())) await page.getByText("Table of these numbers").click();
  const columns = await table.getByRole("columnheader").allInnerTexts();
  const rows = await table.getByRole("row").all();
  const lines = rows.slice(1).map(async (row) => {
    const cells = await row.getByRole("rowheader").or(row.getByRole("cell")).allInnerTexts();
    const cell = (name: string) => cells[columns.indexOf(name)]?.replace(/\s+/g, " ") ?? "none";
    return {
      round: cell("Round"),
      group: cell("Group"),
      loss: cell("Loss"),
      updates: cell("Updates"),
    };
  });
  return Promise.all(lines);
}

/** The accuracy curve, whose name says the newest figure. */
export function curveAt(page: Page, { round, group }: Figures): Locator {
  const name = `After round ${round} the group model gets ${group}`;
  return page.getByRole("img", { name });
}

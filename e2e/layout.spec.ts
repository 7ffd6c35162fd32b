// From a phone to a wall.
import { overflow } from "./support/accessible.ts";
import { button, join, logLine, openHost, startRun, statusOf } from "./support/pages.ts";
import { expect, noRoomBBBB, test, type Page } from "./support/test.ts";

test.use({
  run: { dataset: "shapes", settings: { rounds: 2 } },
  expectedErrors: noRoomBBBB,
});

const widths = [320, 768, 1280, 1920];
const projector = { width: 1920, height: 1080 };

async function expectFits(page: Page): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => overflow(page), `${page.url()} at ${width}`).toBeLessThanOrEqual(0);
  }
}

test("no page scrolls sideways, from 320 to 1920 pixels", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  test.setTimeout(180_000);
  const [tab, watcher, show] = [await openTab(), await openTab(), await openTab()];
  for (const path of [`/j/${links.code}`, "/j/BBBB", "/host", "/bench"]) {
    await tab.goto(links.origin + path);
    await expect(tab.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFits(tab);
  }
  await tab.setViewportSize({ width: 320, height: 800 });
  const start = (place: string) => tab.locator(place).evaluate((e) => e.getBoundingClientRect().x);
  expect(await start("label.theme"), "the second row of the head").toBe(await start(".wordmark"));
  await join(tab, links);
  await openHost(host, links);
  await show.goto(links.show);
  await watcher.goto(`${links.origin}/room/${links.code}?watch=1`);
  await expect(statusOf(watcher)).toHaveText("Waiting for the host to start.");
  for (const page of [tab, host, show, watcher]) await expectFits(page);
  await startRun(host, 1);
  await expect(logLine(host, "All rounds are done.")).toBeVisible({ timeout: 120_000 });
  await expect(tab.getByRole("heading", { name: "One of your pictures, in spikes" })).toBeVisible();
  for (const page of [tab, host, show, watcher]) {
    await page.getByText("Table of these numbers").click();
  }
  await host.getByText("Table of the shares").click();
  for (const name of ["Table of volunteers", "Pictures by share and class"]) {
    const table = host.getByRole("region", { name });
    expect(await table.evaluate(headsBeside), `${name}: heads beside their columns`).toEqual([]);
  }
  await expectActionsInSight(host);
  await button(host, "Set up another run").click();
  await host.getByText("All settings").click();
  for (const page of [tab, host, show, watcher]) await expectFits(page);
});

/** On a phone, too, the host reaches the actions of a row without scrolling to the side. */
async function expectActionsInSight(host: Page): Promise<void> {
  await host.setViewportSize({ width: 320, height: 800 });
  const table = host.getByRole("region", { name: "Table of volunteers" });
  const right = (of: Element) => of.getBoundingClientRect().right;
  const actions = await table.getByRole("button", { name: /^Actions for/ }).evaluate(right);
  expect(actions).toBeLessThanOrEqual(await table.evaluate(right));
}

test("the projector page fits a wall of 1080 lines, in letters of at least 28 pixels", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const [tab, show] = [await openTab(), await openTab()];
  await show.setViewportSize(projector);
  await show.goto(links.show);
  await join(tab, links);
  await expect(statusOf(show)).toHaveText("1 here");
  await expectReadable(show);
  await openHost(host, links);
  await startRun(host, 1);
  await expect(statusOf(show)).toHaveText(/^The run is over:/, { timeout: 120_000 });
  await expectReadable(show);
  await show.keyboard.press("PageDown");
  await expect(show.getByRole("listitem")).toHaveCount(10);
  await expectReadable(show);
  for (const language of ["de", "fr", "es"]) {
    await show.locator("select.language").selectOption(language); // whose votes take three lines
    await expectReadable(show);
  }
});

async function expectReadable(show: Page): Promise<void> {
  await expect.poll(() => show.evaluate(smallTexts, 28), "texts in small letters").toEqual([]);
  const below = () => show.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  await expect.poll(below, "lines below the wall").toBeLessThanOrEqual(0);
}

/** Runs on the page: heads whose words begin, or of numbers end, elsewhere than those of the first row. */
function headsBeside(table: Element): string[] {
  const edge = (cell: Element) => {
    const [range, isNumber] = [document.createRange(), cell.matches(".number")];
    const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT).nextNode();
    range.selectNodeContents(text ?? cell);
    const { left, right } = range.getBoundingClientRect();
    return isNumber ? right : left;
  };
  const cells = table.querySelectorAll("tbody tr:first-child > *");
  return [...table.querySelectorAll("thead th")].flatMap((head, i) => {
    const [cell, text] = [cells[i]!, head.textContent];
    if (cell.querySelector("button") !== null) return []; // whose word is in a frame
    return Math.abs(edge(head) - edge(cell)) <= 1 ? [] : [text];
  });
}

/** Runs on the page: what is written in letters smaller than `least` pixels. */
function smallTexts(least: number): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small: string[] = [];
  while (walker.nextNode()) {
    const { textContent, parentElement: element } = walker.currentNode;
    const text = textContent?.trim() ?? "";
    if (text === "" || element === null || !element.checkVisibility()) continue;
    // Letters in a drawing grow and shrink with it.
    const scale = element instanceof SVGGraphicsElement ? element.getScreenCTM()!.a : 1;
    const size = Math.round(scale * parseFloat(getComputedStyle(element).fontSize));
    if (size < least) small.push(`${text} (${size} px)`);
  }
  return small;
}

// A teacher rehearses a lesson: two robots and one tab run it to its reveal, on the host's page and on
// the wall.
import { linesOf } from "./support/accessible.ts";
import { eventsOf, figuresOf } from "./support/log.ts";
import { button, join, logLine, openHost, startRun } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

const question = "Can all of us together beat guessing?";

test("a lesson is chosen, robots are added, and the reveal shows what the log says", async ({
  page: host,
  coordinator: { links, log },
  openTab,
}) => {
  test.setTimeout(600_000);
  const [tab, show] = [await openTab(), await openTab()];
  await openHost(host, links);
  await button(host, "Set up another run").click();
  await button(host, "Open: First run").click();
  await expect(host.getByRole("heading", { name: "First run" })).toBeVisible();
  await expect(host.getByText(question)).toBeVisible();
  await button(host, "Add a robot").click();
  await button(host, "Add a robot").click();
  await expect(host.getByText("Helping: 2. Harming: 0.")).toBeVisible();
  await join(tab, links);
  await show.goto(links.show);
  await expect(show.getByText(question)).toBeVisible();
  await expect(show.getByText("3 here (2 of them are robots)")).toBeVisible();
  await expect(host.getByRole("cell", { name: /^robot, processor/ })).toHaveCount(2);

  await startRun(host, 3);
  await expect(logLine(host, /^Round 2: accuracy/)).toBeVisible({
    timeout: 480_000,
  });
  await show.setViewportSize({ width: 1920, height: 1080 });
  await expectOnOneScreen(show);
  await button(host, "Stop").click();
  await expect(logLine(host, /^The host ended the run\./)).toBeVisible({ timeout: 60_000 });
  const events = await log();
  expect(eventsOf(events, "joined").map(({ robot }) => robot ?? null)).toEqual([
    ...["honest", "honest"],
    null,
  ]);
  const reached = figuresOf(events).at(-1)!.group;
  for (const width of [1920, 320]) {
    for (const page of [host, show]) {
      await page.setViewportSize({ width, height: 1080 });
      await expectReveal(page, reached);
    }
    if (width === 1920) await expectOnOneScreen(show);
  }
  await button(host, "Remove a robot").click();
  await expect(host.getByText("Helping: 1. Harming: 0.")).toBeVisible();
});

async function expectOnOneScreen(show: Page): Promise<void> {
  const below = () => show.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  await expect.poll(below, "lines below the wall").toBeLessThanOrEqual(0);
}

async function expectReveal(page: Page, reached: string): Promise<void> {
  const reveal = page.getByRole("region", { name: "What we saw" });
  await expect(reveal.getByRole("row", { name: /^guessing (Accuracy )?10\.0 %/ })).toBeVisible();
  await expect(reveal.getByRole("row", { name: /^the run / })).toContainText(reached);
  const hidden = () => reveal.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  await expect.poll(hidden, "pixels of the table to the side").toBeLessThanOrEqual(0);
  const name = reveal.getByRole("rowheader", { name: "guessing" });
  await expect.poll(() => name.evaluate(linesOf), "lines of one word").toBe(1);
}

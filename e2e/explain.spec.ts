// The article that needs no room: its figures compute, by mouse, keyboard and in words.
import { expectAccessible, overflow } from "./support/accessible.ts";
import { join } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

const address = "/explain";

/** A part of the article, and what its figure says of itself. */
const figureOf = (page: Page, part: string) => page.getByRole("region", { name: part });
const statusIn = (page: Page, part: string) => figureOf(page, part).locator("figcaption");
const parts = {
  neuron: "A neuron fires or is silent",
  coding: "A picture becomes input over time",
  averaging: "Many copies become one model",
};

test("each figure computes what its words and its table say", async ({ page, coordinator }) => {
  await page.goto(coordinator.links.origin + address);
  const current = page.getByRole("slider", { name: "Current pushed in" });
  await current.focus();
  await page.keyboard.press("Home");
  await expect(statusIn(page, parts.neuron)).toHaveText(/stays silent/);
  await page.keyboard.press("End"); // 1.5: above the threshold from the first step on
  await expect(statusIn(page, parts.neuron)).toHaveText(/at every step/);
  await figureOf(page, parts.neuron).getByText("Table of these numbers").click();
  await expect(page.getByRole("row", { name: "1 1.50 1.50 yes" })).toBeVisible();

  await expect(statusIn(page, parts.coding)).toHaveText(/^Step 8: [\d,]+ of 3,072 values send/);
  await page.getByRole("radio", { name: "Direct" }).check();
  await expect(statusIn(page, parts.coding)).toHaveText(/all 3,072 values go in as they are/);

  await page.getByRole("checkbox", { name: "Median instead of mean" }).check();
  for (const name of ["Train each copy", "Average the copies"])
    await page.getByRole("button", { name }).click();
  await expect(statusIn(page, parts.averaging)).toHaveText(/^1 round done\./);
  await figureOf(page, parts.averaging).getByText("Table of these numbers").click();
  // Medians of what the copies are after 7 tenths of their way from 0, -0.6.
  await expect(page.getByRole("row", { name: /^The model .* 0\.07, 0\.0[67]$/ })).toBeVisible();
});

test("it is accessible, fits a phone and leads to its words", async ({ page, coordinator }) => {
  await page.goto(`${coordinator.links.origin}${address}#update`);
  await expect(page.locator("#update")).toBeFocused();
  await expect(
    page.getByRole("img", { name: /^Picture of class circle, the picture/ }),
  ).toBeVisible();
  for (const summary of await page.locator("summary").all()) await summary.click();
  await expectAccessible(page);
  for (const width of [320, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => overflow(page), `at ${width}`).toBeLessThanOrEqual(0);
  }
});

test("who waits for the start pokes a neuron, and the article opens beside", async ({
  page,
  coordinator: { links },
}) => {
  await join(page, links);
  await page.getByRole("slider", { name: "Current pushed in" }).focus();
  await page.keyboard.press("Home");
  await expect(page.getByText(/stays silent/)).toBeVisible();
  await expectAccessible(page);
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "How all of it works" }).click();
  await expect((await opened).getByRole("heading", { level: 1 })).toBeInViewport();
});

// Other languages: a longer one that exists for tests alone, and one from right to left.
import { cutTexts, linesOf, overflow, untranslated } from "./support/accessible.ts";
import { onProcessor } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({
  run: { dataset: "shapes", settings: { rounds: 1 } },
  expectedErrors: /404 .*\/nowhere/,
});

const narrow = { width: 320, height: 700 };

/** Nothing is wider than the page, and no word is cut off. */
async function expectFits(page: Page, what: string): Promise<void> {
  await expect.poll(() => overflow(page), `${what}: pixels to the side`).toBeLessThanOrEqual(0);
  expect(await page.evaluate(cutTexts), `${what}: texts that are cut`).toEqual([]);
}

/** In the language for tests: every word comes from it, folded ones too, and fits. */
async function expectTranslated(page: Page, what: string): Promise<void> {
  expect(await page.evaluate(untranslated), `${what}: English words`).toEqual([]);
  await expectFits(page, what);
}

test("longer words fit at 320 pixels, and from right to left", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  test.setTimeout(240_000);
  const [tab, show] = [await openTab(), await openTab()];
  const pages = { host, volunteer: tab, show };
  for (const page of Object.values(pages)) await page.setViewportSize(narrow);
  const withLanguage = (address: string) => {
    const url = new URL(address);
    url.searchParams.set("lang", "en-XA");
    return url.href;
  };

  await tab.goto(withLanguage(links.join + onProcessor));
  await expect(tab.locator("html")).toHaveAttribute("lang", "en-XA");
  await expectTranslated(tab, "join");
  expect((await tab.locator("#name").boundingBox())!.width).toBeGreaterThan(150);
  await tab.locator(".join-button").click();
  await expect(tab.locator(".status-sentence")).toContainText("]", { timeout: 60_000 });

  await show.goto(withLanguage(links.show));
  await expect(show.locator(".show-count")).toContainText("1");
  await expectTranslated(show, "show, before the start");
  await expectTranslated(tab, "volunteer, before the start");

  for (const path of ["explain", "trust", "nowhere"]) {
    await host.goto(withLanguage(`${links.origin}/${path}`));
    await expect(host.locator("h1")).toContainText("]");
    await expectTranslated(host, path);
  }
  await host.goto(withLanguage(`${links.origin}/host`));
  await expectTranslated(host, "host without its key");
  await host.goto("about:blank"); // else only the fragment would change
  await host.goto(withLanguage(links.host));
  await host.locator("[aria-controls=setup]").click();
  await expect(host.locator("#setup")).toBeVisible();
  await expectTranslated(host, "host, before the start");
  await host.locator("button.primary.large").click();
  await expect(tab.locator(".votes li").first()).toBeVisible({ timeout: 120_000 });
  await expect(show.locator(".show-sentence")).toContainText("10 %", { timeout: 120_000 });
  for (const [name, page] of Object.entries(pages)) await expectTranslated(page, name);

  for (const [name, page] of Object.entries(pages)) {
    await page.locator("select.language").selectOption("ar");
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    await expectFits(page, `${name}, from right to left`);
  }
  expect(new URL(tab.url()).searchParams.get("lang")).toBe("ar");

  await tab.locator("select.language").selectOption("de");
  const device = tab.locator("details", { hasText: "Dieses Gerät" });
  await device.evaluate((details: HTMLDetailsElement) => void (details.open = true));
  const term = device.getByText("Geschwindigkeit", { exact: true });
  await expect.poll(() => term.evaluate(linesOf), "lines of one German word").toBe(1);
  await expectFits(tab, "volunteer, in German");
});

test("a browser gets its language, and what was chosen is kept", async ({
  coordinator: { links },
  browser,
}) => {
  const context = await browser.newContext({ locale: "de-AT" });
  const page = await context.newPage();
  await page.goto(links.join);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/spikenden Neuronen/);
  await expect(page).toHaveTitle("Mitmachen - spikefed");
  await page.getByRole("combobox", { name: "Sprache" }).selectOption("fr");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/neurones à impulsions/);
  await page.goto(links.join);
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.goto(`${links.origin}/bench`);
  await expect(page.getByText("Cette page n'existe qu'en anglais.")).toBeVisible();
  await context.close();
});

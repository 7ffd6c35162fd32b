// axe, and what it does not see.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What themes change; all other rules find the same in each of them. */
const colourRules = ["color-contrast", "link-in-text-block"];

/**
 * No violation of any severity in light, and none by its colours in dark and, where the page can be
 * shown so, for a projector.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const choice = page.locator("label.theme select");
  const usual = (await choice.count()) === 0 ? null : await choice.inputValue();
  for (const theme of ["light", "dark", "projector"] as const) {
    if (usual === null && theme === "projector") continue; // a file has no such look
    const colorScheme = theme === "light" ? theme : "dark";
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (usual !== null) await chooseTheme(page, theme === "projector" ? theme : "auto");
    await expectNoViolations(page, theme, theme === "light" ? null : colourRules);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (usual !== null) await chooseTheme(page, usual);
}

async function chooseTheme(page: Page, theme: string): Promise<void> {
  await page.locator("label.theme select").selectOption(theme);
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
}

/** @param rules null: all */
async function expectNoViolations(page: Page, what: string, rules: string[] | null): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === null ? axe : axe.withRules(rules)).analyze();
  const found = violations.map(({ id, impact, nodes }) => {
    const where = nodes.map(
      ({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`,
    );
    return `${id} (${impact}): ${where.join("; ")}`;
  });
  expect(found, `axe, ${what}`).toEqual([]);
}

/** Pixels by which the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

/** Runs on the page: texts that their box cuts off. Regions that scroll show theirs. */
export function cutTexts(): string[] {
  const cut: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>("body *")) {
    const { overflowX, whiteSpace } = getComputedStyle(element);
    const scrolls = overflowX === "auto" || overflowX === "scroll";
    const isHidden = element.matches(".visually-hidden, .visually-hidden *, option, input");
    if (scrolls || isHidden || !element.checkVisibility()) continue;
    const isBox = element.matches("button, .button, select") || overflowX !== "visible";
    const isWider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    if (isBox && isWider) cut.push(`${element.tagName} (${whiteSpace}): ${element.innerText}`);
  }
  return cut;
}

/**
 * Runs on the page: words, also in attributes that are read out, which are not of the pseudo-language:
 * it puts its own in brackets. What is folded is opened, what says that it is English is left out.
 */
export function untranslated(): string[] {
  document.querySelectorAll("details").forEach((details) => (details.open = true));
  const kept =
    "bdi, [lang=en], .language, .mono, .wordmark, .code, .show-link, .show-code, .raster-name, script";
  const isStrategy = /^(Fed\w+|(Multi-)?Krum|Bulyan)$/; // called so in every language
  const found: string[] = [];
  const look = (text: string | null | undefined) => {
    const words = text?.trim() ?? "";
    if (isStrategy.test(words)) return;
    if (/[A-Za-z]{4}/.test(words) && !words.includes("[")) found.push(words);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element === null || element.closest(kept)) continue;
    // Options of a closed list are never visible.
    if (element.checkVisibility() || element.matches("option")) {
      look(walker.currentNode.textContent);
    }
  }
  const read = ["aria-label", "aria-description", "alt", "title", "placeholder"];
  for (const element of document.querySelectorAll(read.map((name) => `[${name}]`).join())) {
    if (element.closest(kept)) continue;
    for (const name of read) look(element.getAttribute(name));
  }
  look(document.title.replace("spikefed", ""));
  return found;
}

/** In how many lines its text is. Runs on the page. */
export function linesOf(element: Element): number {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getClientRects().length;
}

// axe, and what it does not see.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** No violation of any severity, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectNoViolations(page, colorScheme);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

export async function expectNoViolations(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
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

/** Runs on the page: words that are not of the pseudo-language, which puts its own in brackets. */
export function untranslated(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  const kept = "bdi, option, .mono, .wordmark, .code, .show-link, .show-code, .raster-name, script";
  while (walker.nextNode()) {
    const { textContent, parentElement: element } = walker.currentNode;
    const text = textContent?.trim() ?? "";
    if (element === null || element.closest(kept) || !element.checkVisibility()) continue;
    if (/[A-Za-z]{4}/.test(text) && !text.includes("[")) found.push(text);
  }
  return found;
}

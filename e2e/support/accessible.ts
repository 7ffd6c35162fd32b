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

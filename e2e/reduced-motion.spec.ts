// With reduced motion nothing moves: no animation and no transition runs on any page.
import { withoutWebgpu } from "./support/browser.ts";
import { button, join, openHost, startRun, statusOf } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({
  launchOptions: withoutWebgpu,
  run: { dataset: "shapes", settings: { rounds: 40, samplesPerClient: 32 } },
});

/** What moves on a page now, or has moved and still holds. */
const moving = (page: Page) =>
  page.evaluate(() =>
    document.getAnimations().map((animation) => {
      const target = (animation.effect as KeyframeEffect).target;
      return `${target?.tagName} ${target?.className}`;
    }),
  );

test("nothing moves on join, volunteer, host and projector", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  test.setTimeout(180_000);
  const [tab, show] = [await openTab(), await openTab()];
  for (const page of [tab, show, host]) await page.emulateMedia({ reducedMotion: "reduce" });
  await tab.goto(links.join);
  await button(tab, "Join the room").hover();
  expect(await moving(tab)).toEqual([]);
  await show.goto(links.show);
  const name = await join(tab, links);
  await expect(show.getByText(name)).toBeVisible();
  await button(tab, "Wave").click();
  await expect(show.locator(".waved")).toHaveText(name);
  expect(await moving(show)).toEqual([]);

  // The same without the wish for less motion: the wave is seen to blink.
  await show.emulateMedia({ reducedMotion: "no-preference" });
  await button(tab, "Wave").click();
  await expect.poll(() => moving(show)).toContain("LI waved");
  await show.emulateMedia({ reducedMotion: "reduce" });

  await openHost(host, links);
  await startRun(host, 1);
  await expect(statusOf(tab)).toHaveText(/Training on your pictures/);
  await button(tab, "Pause").hover();
  for (const page of [tab, show, host]) expect(await moving(page)).toEqual([]);
});

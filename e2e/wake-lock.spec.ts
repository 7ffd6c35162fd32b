// The screen stays on while a tab trains, with a browser whose wake lock the test plays.
import { withoutWebgpu } from "./support/browser.ts";
import { join } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({ launchOptions: withoutWebgpu, run: { dataset: "shapes" } });

interface Played {
  asked: number;
  held: number;
  refuses: boolean;
}
type PlayedWindow = typeof window & { played: Played };

/** As browsers do: hiding the page releases the lock. */
async function playWakeLock(page: Page, refuses: boolean): Promise<void> {
  await page.addInitScript((mustRefuse) => {
    const played: Played = { asked: 0, held: 0, refuses: mustRefuse };
    (window as PlayedWindow).played = played;
    const request = () => {
      played.asked++;
      if (played.refuses) return Promise.reject(new DOMException("low battery", "NotAllowedError"));
      played.held++;
      const sentinel = new EventTarget() as EventTarget & { release: () => Promise<void> };
      let isHeld = true;
      sentinel.release = () => {
        if (isHeld) played.held--;
        isHeld = false;
        sentinel.dispatchEvent(new Event("release"));
        return Promise.resolve();
      };
      document.addEventListener("visibilitychange", () => void sentinel.release(), { once: true });
      return Promise.resolve(sentinel);
    };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
  }, refuses);
}

async function show(page: Page, state: DocumentVisibilityState): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => now });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

const played = (page: Page) => page.evaluate(() => (window as PlayedWindow).played);

test("the lock is taken on joining, again on every return, and given back by the switch", async ({
  page,
  coordinator: { links },
}) => {
  await playWakeLock(page, false);
  await join(page, links);
  await expect(page.getByText("The screen stays on while training.")).toBeVisible();
  expect(await played(page)).toMatchObject({ asked: 1, held: 1 });
  await show(page, "hidden");
  expect(await played(page)).toMatchObject({ asked: 1, held: 0 });
  await show(page, "visible");
  await expect.poll(() => played(page)).toMatchObject({ asked: 2, held: 1 });
  await page.getByRole("checkbox", { name: "Keep the screen on" }).uncheck();
  await expect(page.getByText("Your device may turn the screen off.")).toBeVisible();
  await expect.poll(() => played(page)).toMatchObject({ asked: 2, held: 0 });
  await show(page, "hidden");
  await show(page, "visible");
  expect(await played(page)).toMatchObject({ asked: 2 });
});

test("a refusal is said, and joining works all the same", async ({
  page,
  coordinator: { links },
}) => {
  await playWakeLock(page, true);
  await join(page, links);
  await expect(page.getByText("Your device may turn the screen off.")).toBeVisible();
});

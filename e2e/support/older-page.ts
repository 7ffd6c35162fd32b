// A page of an earlier version, still open or from a cache: what it sends is changed.
import type { Page, Route } from "@playwright/test";

const older = (message: string) => message.replace(/"protocol":\d+/, '"protocol":0');
/** What it is then told. */
export const mismatch =
  /This page speaks protocol 0, the coordinator speaks [1-9]\d*\. Reload the page\./;

/** Over HTTP, where every page begins: the offer to upgrade is removed. */
export async function speakOlder(page: Page): Promise<void> {
  await page.route(/\/socket\.io\//, async (route: Route) => {
    const request = route.request();
    if (request.method() === "POST") {
      return route.continue({ postData: older(request.postData() ?? "") });
    }
    const response = await route.fetch({ timeout: 60_000 });
    const body = (await response.text()).replace('"upgrades":["websocket"]', '"upgrades":[]');
    return route.fulfill({ response, body });
  });
}

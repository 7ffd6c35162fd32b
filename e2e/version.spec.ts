// A page of an earlier version, still open or from a cache. The tests change what it sends.
import type { Page, Route } from "@playwright/test";
import { button, join, statusOf } from "./support/pages.ts";
import { expect, noRoomBBBB, test } from "./support/test.ts";

// A poll that is on its way when the coordinator ends the session is answered with 400.
const endedSession = /400 .*\/socket\.io\/\?.*transport=polling/;
test.use({ expectedErrors: new RegExp(`${noRoomBBBB.source}|${endedSession.source}`) });

const older = (message: string) => message.replace(/"protocol":\d+/, '"protocol":0');
const mismatch = /This page speaks protocol 0, the coordinator speaks [1-9]\d*\. Reload the page\./;

/** Over HTTP, where every page begins: the offer to upgrade is removed. */
async function speakOlder(page: Page): Promise<void> {
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

test("a volunteer's page of another version offers to reload, which helps", async ({
  page,
  coordinator: { links },
}) => {
  await speakOlder(page);
  await page.goto(`${links.join}?executor=kernels/wasm`);
  await button(page, "Join the room").click();
  await expect(page.getByRole("alert")).toContainText(mismatch);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await button(page, "Reload").click();
  await join(page, links);
});

test("host, projector and watching pages of another version say to reload", async ({
  page,
  coordinator: { links },
}) => {
  await speakOlder(page);
  const watch = `${links.origin}/room/${links.code}?watch=1`;
  for (const address of [links.host, links.show, watch]) {
    await page.goto(address);
    await expect(page.getByText(mismatch)).toBeVisible();
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("a link of another room is refused with the reason", async ({ page, coordinator }) => {
  await page.goto(`${coordinator.links.origin}/j/BBBB`);
  await expect(page.getByText("There is no room BBBB here.")).toBeVisible();
  await page.goto(`${coordinator.links.origin}/room/BBBB?watch=1`);
  await expect(page.getByText("No room BBBB.")).toBeVisible();
  await expect(statusOf(page)).toBeVisible();
});

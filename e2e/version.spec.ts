// A page of an earlier version, and a link of another room.
import { expectAccessible } from "./support/accessible.ts";
import { mismatch, speakOlder } from "./support/older-page.ts";
import { button, join, statusOf } from "./support/pages.ts";
import { expect, noRoomBBBB, test } from "./support/test.ts";

// A poll that is on its way when the coordinator ends the session is answered with 400.
const endedSession = /400 .*\/socket\.io\/\?.*transport=polling/;
test.use({ expectedErrors: new RegExp(`${noRoomBBBB.source}|${endedSession.source}`) });

test("a volunteer's page of another version offers to reload, which helps", async ({
  page,
  coordinator: { links },
}) => {
  await speakOlder(page);
  await page.goto(`${links.join}?executor=kernels/wasm`);
  await button(page, "Join the room").click();
  await expect(page.getByRole("alert")).toContainText(mismatch);
  await expectAccessible(page);
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

// A page of an earlier version, and a link of another room.
import { expectAccessible } from "./support/accessible.ts";
import { layCable } from "./support/cable.ts";
import { enter } from "./support/keyboard.ts";
import { mismatch, speakOlder } from "./support/older-page.ts";
import { button, join, openHost, statusOf } from "./support/pages.ts";
import { expect, noRoomBBBB, test, type Page } from "./support/test.ts";

// A poll that is on its way when the coordinator ends the session is answered with 400.
const endedSession = /400 .*\/socket\.io\/\?.*transport=polling/;
const cutOff = /net::ERR_|WebSocket/;
const expected = [noRoomBBBB, endedSession, cutOff].map(({ source }) => source);
test.use({ expectedErrors: new RegExp(expected.join("|")) });

/** By keyboard; then its code is new. Not before: it would connect by itself, as no old page does. */
async function reload(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("load"), enter(page, button(page, "Reload"))]);
  await page.unrouteAll({ behavior: "ignoreErrors" });
}

test("a volunteer's page of another version offers to reload, which helps", async ({
  page,
  coordinator: { links },
}) => {
  await speakOlder(page);
  await page.goto(`${links.join}?executor=kernels/wasm`);
  await button(page, "Join the room").click();
  await expect(page.getByRole("alert")).toContainText(mismatch);
  await expectAccessible(page);
  await reload(page);
  await join(page, links);
});

test("host, projector and watching pages of another version offer to reload, which helps", async ({
  page,
  coordinator: { links },
}) => {
  const watch = `${links.origin}/room/${links.code}?watch=1`;
  for (const address of [links.host, links.show, watch]) {
    await speakOlder(page);
    await page.goto(address);
    await expect(page.getByText(mismatch)).toBeVisible();
    await reload(page);
    await expect(page.getByText("connected", { exact: true })).toBeVisible();
  }
});

test("a host's page that was open when the coordinator became newer offers to reload as well", async ({
  page: host,
  coordinator: { links },
}) => {
  const cable = await layCable(links.origin);
  try {
    await openHost(host, { ...links, host: links.host.replace(links.origin, cable.origin) });
    cable.cut();
    await expect(host.getByText("Not connected to the coordinator.")).toBeVisible();
    await speakOlder(host);
    cable.mend();
    await expect(statusOf(host).getByText(mismatch)).toBeVisible();
    await reload(host);
    await expect(host.getByText("connected", { exact: true })).toBeVisible();
  } finally {
    cable.dispose();
  }
});

test("a link of another room is refused with the reason", async ({ page, coordinator }) => {
  await page.goto(`${coordinator.links.origin}/j/BBBB`);
  await expect(page.getByText("There is no room BBBB here.")).toBeVisible();
  await page.goto(`${coordinator.links.origin}/room/BBBB?watch=1`);
  await expect(page.getByText("No room BBBB.")).toBeVisible();
  await enter(page, page.getByRole("link", { name: "Type another code" }));
  await expect(button(page, "Join the room")).toBeVisible();
});

// Without a mouse, and with a screen reader's ear: live regions must exist before they speak.
import type { Locator, Page } from "@playwright/test";
import { button, logLine, openHost, startRun, statusOf } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({ run: { dataset: "shapes", settings: { rounds: 50 } } });

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

test("joining, pausing, staying and leaving need a keyboard only", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const tab = await openTab();
  await tab.goto(`${links.join}?executor=kernels/wasm`);
  await expect(button(tab, "Join the room")).toBeFocused();
  await tab.keyboard.press("Enter");
  await expect(statusOf(tab)).toHaveText(/^You are in/);
  await openHost(host, links);
  await tabTo(host, button(host, "Start"));
  await host.keyboard.press("Enter");
  await expect(logLine(host, "The host started the run.")).toBeVisible();
  await expect(statusOf(tab)).toHaveText(/Training on your pictures/);

  await tabTo(tab, button(tab, "Pause"));
  await tab.keyboard.press("Enter");
  await expect(statusOf(tab)).toHaveText(/^You have paused\./);
  await expect(button(tab, "Resume")).toBeFocused();
  await tab.keyboard.press("Enter");
  await expect(statusOf(tab)).not.toHaveText(/^You have paused\./);

  const dialog = tab.getByRole("dialog", { name: "Leave the room?" });
  await tabTo(tab, button(tab, "Leave…"));
  await tab.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Finish this round, then leave" })).toBeFocused();
  await tab.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button(tab, "Leave…")).toBeFocused();
  await tab.keyboard.press("Enter");
  await tabTo(tab, dialog.getByRole("button", { name: "Leave now" }));
  await tab.keyboard.press("Enter");
  await expect(statusOf(tab)).toHaveText(/^You have left the room\./);
  await expect(host.getByText("0 in", { exact: true })).toBeVisible();
});

test("a volunteer finishes its round before it leaves", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const tab = await openTab();
  await tab.goto(`${links.join}?executor=kernels/wasm`);
  const name = await tab.getByRole("textbox", { name: "Your name here" }).inputValue();
  await button(tab, "Join the room").click();
  await openHost(host, links);
  await startRun(host, 1);
  await expect(statusOf(tab)).toHaveText(/Training on your pictures/);
  await button(tab, "Leave…").click();
  await button(tab, "Finish this round, then leave").click();
  await expect(statusOf(tab)).toHaveText(/^You have left the room\./);
  await expect(logLine(host, new RegExp(`^${name} sent the update for round \\d`))).toBeVisible();
  await expect(logLine(host, `${name} left.`)).toBeVisible();
});

test("what is read out stays the same element from the start to the end of a round", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const [tab, show] = [await openTab(), await openTab()];
  await tab.goto(`${links.join}?executor=kernels/wasm`);
  await button(tab, "Join the room").click();
  await expect(statusOf(tab)).toHaveText(/^You are in/);
  await show.goto(links.show);
  await openHost(host, links);
  const pages = [tab, host];
  const before = await Promise.all(pages.map((page) => statusOf(page).elementHandle()));
  const texts = await Promise.all(pages.map((page) => statusOf(page).innerText()));
  await startRun(host, 1);
  await expect(logLine(host, /^Round 1: accuracy/)).toBeVisible({ timeout: 60_000 });
  for (const [index, page] of pages.entries()) {
    await expect(statusOf(page)).not.toHaveText(texts[index]!);
    const now = await statusOf(page).elementHandle();
    expect(await now.evaluate((element, old) => element === old, before[index])).toBe(true);
  }
});

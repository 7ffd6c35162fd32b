// The host in charge of a run: it waits, pauses, renames, removes, and lets newcomers in.
import { button, join, openHost, startRun, statusOf, logLine } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({ run: { dataset: "shapes", settings: { rounds: 5 } } });

const explaining = "Round 1 is done. The host is explaining; the next round comes soon.";
const paused = "The host has paused everything. Look up; nothing to do here.";

/** As somebody who has just looked up from the page; it must know what there is to pause or resume. */
async function pressSpace(host: Page, command: "Pause all" | "Resume"): Promise<void> {
  await expect(button(host, command)).toBeEnabled();
  await host.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await host.keyboard.press("Space");
}

test("the host steps, pauses by the space bar, renames, removes and lets in", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  test.setTimeout(400_000);
  await openHost(host, links);
  const [stays, goes] = [await openTab(), await openTab()];
  await join(stays, links);
  const name = await join(goes, links);
  await host.getByRole("radio", { name: "Wait for me" }).check();
  await startRun(host, 2);

  await test.step("after the average everybody waits for the host", async () => {
    for (const tab of [stays, goes]) {
      await expect(statusOf(tab)).toHaveText(explaining, { timeout: 120_000 });
    }
    await expect(logLine(host, /^Round 1: accuracy/)).toBeVisible();
  });

  await test.step("the space bar calms the class, and lets it go on", async () => {
    await pressSpace(host, "Pause all");
    for (const tab of [stays, goes]) await expect(statusOf(tab)).toHaveText(paused);
    await pressSpace(host, "Resume");
    for (const tab of [stays, goes]) await expect(statusOf(tab)).toHaveText(explaining);
  });

  await test.step("where the space bar scrolls it pauses nothing", async () => {
    await expect(button(host, "Pause all")).toBeEnabled();
    const log = host.getByRole("region", { name: "Lines of the log" });
    const isLeftToScroll = await log.evaluate((region) =>
      region.dispatchEvent(
        new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true }),
      ),
    );
    expect(isLeftToScroll).toBe(true);
  });

  await test.step("a new name is everywhere, and the focus stays at its row", async () => {
    await button(host, `Actions for ${name}`).focus();
    await host.keyboard.press("Enter");
    await button(host, "Rename").click();
    await host.getByLabel(`New name of ${name}`).fill("Aaron");
    await host.keyboard.press("Enter");
    await expect(goes.getByRole("banner").getByText("Aaron", { exact: true })).toBeVisible();
    await expect(button(host, "Actions for Aaron")).toBeFocused();
    await expect(statusOf(host).getByText(`${name} is called Aaron now.`)).toBeVisible();
  });

  await test.step("the table is sorted by its heads", async () => {
    const head = host.getByRole("columnheader", { name: "Name" });
    await head.getByRole("button").click();
    await expect(head).toHaveAttribute("aria-sort", "ascending");
    const table = host.getByRole("region", { name: "Table of volunteers" });
    await expect(table.getByRole("rowheader").first()).toHaveText("Aaron");
  });

  await test.step("who is removed is told so, also after a reload", async () => {
    await button(host, "Actions for Aaron").click();
    await host.getByRole("button", { name: "Remove", exact: true }).click();
    await button(host, "Remove for good").click();
    for (const again of [false, true]) {
      if (again) await goes.reload();
      await expect(goes.getByText("The host removed this device.")).toBeVisible();
      await expect(goes.getByRole("link", { name: "Back to start" })).toBeVisible();
    }
    await expect(logLine(host, "Aaron was removed by the host.")).toBeVisible();
  });

  await test.step("a newcomer waits at the door until it is let in", async () => {
    await host.getByRole("checkbox", { name: /^Newcomers wait/ }).check();
    await expect(statusOf(host).getByText("Newcomers wait at the door now.")).toBeVisible();
    const late = await openTab();
    await late.goto(`${links.join}?executor=kernels/wasm`);
    await button(late, "Join the room").click();
    await expect(statusOf(late)).toHaveText(/^You are at the door\./, { timeout: 60_000 });
    await button(host, /^Let .+ in$/).click();
    await expect(statusOf(late)).toHaveText(explaining, { timeout: 60_000 });
    await button(host, "Next round").click();
    await expect(logLine(host, "Round 2 opened with 2 volunteers.")).toBeVisible();
  });
});

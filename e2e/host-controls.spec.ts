// The host in charge of a lesson, by keyboard alone: it chooses, waits, pauses, renames, removes, lets
// newcomers in, and ends the run.
import { expectAccessible } from "./support/accessible.ts";
import { enter, tabTo, typeInto } from "./support/keyboard.ts";
import { button, join, openHost, statusOf, logLine } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({ run: { dataset: "shapes" } });

const explaining = "Round 1 is done. The host is explaining; the next round comes soon.";
const paused = "The host has paused everything. Look up; nothing to do here.";

/** As somebody who has just looked up from the page; it must know what there is to pause or resume. */
async function pressSpace(host: Page, command: "Pause all" | "Resume"): Promise<void> {
  await expect(button(host, command)).toBeEnabled();
  await host.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await host.keyboard.press("Space");
}

test("a keyboard is enough to choose a lesson, change it, step, pause, rename, remove, let in and end", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  test.setTimeout(400_000);
  await openHost(host, links);
  const another = button(host, "Set up another run");

  await test.step("a lesson is opened, then a setting of it changed; the focus is not lost", async () => {
    await enter(host, another);
    const heading = host.getByRole("heading", { name: "Set up another run", exact: true });
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
    await enter(host, button(host, "Keep this run"));
    await expect(another).toBeFocused();
    await host.keyboard.press("Enter");
    await expect(heading).toBeFocused();
    await enter(host, button(host, "Open: First run"));
    await expect(host.getByRole("heading", { name: "First run", exact: true })).toBeVisible();
    await expect(another).toBeFocused();
    await host.keyboard.press("Enter");
    await typeInto(host, host.getByRole("textbox", { name: /^Pictures per device/ }), "64");
    await enter(host, host.getByText("All settings", { exact: true }));
    await typeInto(host, host.getByRole("textbox", { name: /^Test pictures/ }), "50");
    await enter(host, button(host, "Open this run"));
    await expect(host.getByText("20 of 64 pictures, alike")).toBeVisible();
    await expect(another).toBeFocused();
  });

  const [stays, goes] = [await openTab(), await openTab()];
  await join(stays, links);
  const name = await join(goes, links);
  await expect(host.getByText("2 in", { exact: true })).toBeVisible();

  await test.step("the host will wait after each round, and starts", async () => {
    await tabTo(host, host.getByRole("radio", { name: "Go on by itself" }));
    await host.keyboard.press("ArrowDown");
    await expect(host.getByRole("radio", { name: "Wait for me" })).toBeChecked();
    await enter(host, button(host, "Start"));
    await expect(logLine(host, "The host started the run.")).toBeVisible();
  });

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
    await enter(host, button(host, `Actions for ${name}`));
    await enter(host, button(host, "Rename"));
    await expect(host.getByLabel(`New name of ${name}`)).toBeFocused();
    await typeInto(host, host.getByLabel(`New name of ${name}`), "Aaron");
    await host.keyboard.press("Enter");
    await expect(goes.getByRole("banner").getByText("Aaron", { exact: true })).toBeVisible();
    await expect(button(host, "Actions for Aaron")).toBeFocused();
    await expect(statusOf(host).getByText(`${name} is called Aaron now.`)).toBeVisible();
  });

  await test.step("the table is sorted by its heads", async () => {
    const head = host.getByRole("columnheader", { name: "Name" });
    await enter(host, head.getByRole("button"));
    await expect(head).toHaveAttribute("aria-sort", "ascending");
    const table = host.getByRole("region", { name: "Table of volunteers" });
    await expect(table.getByRole("rowheader").first()).toHaveText("Aaron");
  });

  await test.step("who is removed is told so, also after a reload", async () => {
    await enter(host, button(host, "Actions for Aaron"));
    await enter(host, host.getByRole("button", { name: "Remove", exact: true }));
    await expect(button(host, "Keep")).toBeFocused();
    await host.keyboard.press("Shift+Tab");
    await expect(button(host, "Remove for good")).toBeFocused();
    await host.keyboard.press("Enter");
    await expect(host.getByRole("region", { name: "Table of volunteers" })).toBeFocused();
    for (const again of [false, true]) {
      if (again) await goes.reload();
      await expect(goes.getByText("The host removed this device.")).toBeVisible();
      await expect(goes.getByRole("link", { name: "Back to start" })).toBeVisible();
    }
    await expectAccessible(goes);
    await expect(logLine(host, "Aaron was removed by the host.")).toBeVisible();
  });

  await test.step("a newcomer waits at the door until it is let in", async () => {
    await tabTo(host, host.getByRole("checkbox", { name: /^Newcomers wait/ }));
    await host.keyboard.press("Space");
    await expect(statusOf(host).getByText("Newcomers wait at the door now.")).toBeVisible();
    const late = await openTab();
    await late.goto(`${links.join}?executor=kernels/wasm`);
    await button(late, "Join the room").click();
    await expect(statusOf(late)).toHaveText(/^You are at the door\./, { timeout: 60_000 });
    await enter(host, button(host, /^Let .+ in$/));
    await expect(statusOf(late)).toHaveText(explaining, { timeout: 60_000 });
  });

  await test.step("of two, one is invited to the next round", async () => {
    await enter(host, host.getByText("Disturb the run", { exact: true }));
    await typeInto(host, host.getByRole("textbox", { name: "Devices invited to a round" }), "1");
    await enter(host, button(host, "Apply"));
    const changed = "The host changed the run, from round 2 on: 1 volunteer takes part at a time.";
    await expect(logLine(host, changed)).toBeVisible();
    await enter(host, button(host, "Next round"));
    await expect(logLine(host, "Round 2 opened with 1 volunteer.")).toBeVisible();
  });

  await test.step("the run is ended", async () => {
    await enter(host, button(host, "Stop"));
    await expect(logLine(host, /^The host ended the run\./)).toBeVisible();
    await expect(statusOf(stays)).toHaveText(/^The run is over after /);
  });
});

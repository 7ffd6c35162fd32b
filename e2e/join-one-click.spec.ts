// From the link of the QR code to training: one key.
import { openHost, startRun, statusOf } from "./support/pages.ts";
import { withoutWebgpu } from "./support/browser.ts";
import { expect, test } from "./support/test.ts";

test.use({
  launchOptions: withoutWebgpu,
  run: { dataset: "shapes", settings: { rounds: 1, clients: 1 } },
});

test("who opens the link and presses Enter once trains, with no other input", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const tab = await openTab();
  await tab.goto(`${links.join}?executor=kernels/wasm`);
  await expect(tab.getByRole("button", { name: "Join the room" })).toBeFocused();
  await tab.keyboard.press("Enter");
  await expect(statusOf(tab)).toHaveText(/^You are in, /);
  await openHost(host, links);
  await startRun(host, 1);
  await expect(statusOf(tab)).toHaveText(/^The run is over after 1 round\./, { timeout: 120_000 });
  await expect(tab.getByText("You have helped in 1 of 1 round.")).toBeVisible();
});

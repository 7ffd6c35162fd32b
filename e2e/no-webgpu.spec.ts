// Browsers without a graphics adapter, and phones that reach the coordinator over plain http.
import { expectAccessible } from "./support/accessible.ts";
import { withoutWebgpu } from "./support/browser.ts";
import {
  button,
  expectTraining,
  join,
  logLine,
  openHost,
  startRun,
  statusOf,
} from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({
  launchOptions: withoutWebgpu,
  run: { dataset: "shapes", settings: { rounds: 1, samplesPerClient: 256 } },
  // Chromium's remark on plain http, which changes nothing.
  expectedErrors: /Cross-Origin-Opener-Policy header has been ignored/,
});

const roundOver = { timeout: 120_000 };

test("without WebGPU the join page says so, and the tab trains on the processor", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const tab = await openTab();
  await tab.goto(links.join);
  await expect(statusOf(tab)).toHaveText(
    /^This device: no (WebGPU|graphics adapter to use)\. It trains on the processor, slower\.$/,
  );
  await join(tab, links, "");
  await expect(tab.getByText("Trains with own kernels on WebAssembly")).toContainText(
    /no (WebGPU|graphics adapter to use) here/,
  );
  await openHost(host, links);
  await startRun(host, 1);
  await expectTraining(tab, 1);
  await expect(statusOf(tab)).toHaveText(/^The run is over after 1 round\./, roundOver);
  await expect(tab.getByText("You have helped in 1 of 1 round.")).toBeVisible();
});

test("without https nothing is missing but WebGPU, and the join page says so", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const far = { ...links, join: links.join.replace("localhost", "spikefed.test") };
  const tab = await openTab();
  await tab.goto(far.join);
  await expect(statusOf(tab)).toHaveText("This device: no graphics access without https.");
  const secure = far.join.replace("http:", "https:");
  await expect(tab.getByText(`The address is then ${secure}`)).toBeVisible();
  await expect(button(tab, "Copy for the host")).toBeVisible();
  const name = await join(tab, far, "");
  await openHost(host, links);
  await startRun(host, 1);
  await expectTraining(tab, 1);
  await tab.reload();
  await expect(logLine(host, `${name} is back.`)).toBeVisible();
  await expect(statusOf(tab)).toHaveText(/^The run is over after 1 round\./, roundOver);
});

test("watching needs no WebGPU", async ({ page: host, coordinator: { links }, openTab }) => {
  const watcher = await openTab();
  await watcher.goto(links.join);
  await watcher.getByRole("link", { name: "Just watch" }).click();
  await expect(watcher.getByRole("heading", { name: /^Watching room/ })).toBeAttached();
  await expect(statusOf(watcher)).toHaveText("Waiting for the host to start.");
  await openHost(host, links);
  await join(await openTab(), links);
  await expect(watcher.getByText("You are watching: 1 in.")).toBeVisible();
  await startRun(host, 1);
  await expect(statusOf(watcher)).toHaveText(/^The run is over after 1 round\./, roundOver);
  await expect(watcher.getByRole("img", { name: /^After round 1 the group model/ })).toBeVisible();
});

test("without WebGPU or https the benchmark says why it cannot measure, and what to do", async ({
  page,
  coordinator: { links },
}) => {
  const address = `${links.origin}/bench`;
  await page.goto(address);
  await expect(page.getByText(/^This browser has (no )?WebGPU/)).toBeVisible();
  await expect(button(page, "Run quick")).toHaveCount(0);
  await expectAccessible(page);
  await page.goto(address.replace("localhost", "spikefed.test"));
  await expect(
    page.getByText(/without https, and browsers give such pages no WebGPU/),
  ).toBeVisible();
  await expect(page.getByText(`or open ${address} on the coordinator's own machine`)).toBeVisible();
});
